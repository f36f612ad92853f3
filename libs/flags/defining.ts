import { CURRENT_SEMANTICS } from '../evaluation/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { changedFields } from '../primitives/changed-fields.js';
import { own } from '../primitives/own.js';
import { below } from '../primitives/pointer.js';
import { conflict, invalid } from '../primitives/refusal.js';
import { changeable, type Flag } from './flag.js';
import type { FlagEvent, FlagLabels, FlagType, Variants } from './flag.events.js';
import { rulesOf, type RuleDraft } from './rules.js';
import { checkMetadata, checkVariants, defaultOf, type DefaultRequest } from './values.js';

export interface CreateFlag extends DefaultRequest, FlagChanges {
  readonly key: string;
  readonly type: FlagType;
  readonly rules?: readonly RuleDraft[] | undefined;
}

export function createFlag(flag: Flag | null, command: CreateFlag): FlagEvent[] {
  const { key, type, variants = {}, rules = [] } = command;
  if (flag) throw conflict('key_taken', `the flag ${key} exists already`);
  checkVariants(type, variants);
  const { value, variant } = defaultOf(type, variants, command);
  const { description = '', tags = [], owner = '', metadata = {}, clientVisible = false } = command;
  checkMetadata(metadata);
  const labels: FlagLabels = { description, tags, owner, metadata, clientVisible };
  const content = { variants, default: value, defaultVariant: variant, rules: rulesOf(rules, variants, '/rules') };
  return [{ type: 'flag_created', data: { key, type, ...content, semantics: CURRENT_SEMANTICS, ...labels } }];
}

/** Changes of the part that all environments share. */
export type FlagChanges = { readonly [Name in keyof FlagLabels]?: FlagLabels[Name] | undefined } & {
  /** All variants, or only new ones. Existing variants keep their values. */
  readonly variants?: Variants | undefined;
};

export function describeFlag(flag: Flag | null, key: string, changes: FlagChanges): FlagEvent[] {
  const before = changeable(flag, key);
  const { variants = {}, description, tags, owner, metadata, clientVisible } = changes;
  const added = addedVariants(before, variants);
  if (metadata !== undefined) checkMetadata(metadata);
  const wanted: Partial<FlagLabels> = {
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    ...(owner !== undefined && { owner }),
    ...(metadata !== undefined && { metadata }),
    ...(clientVisible !== undefined && { clientVisible }),
  };
  const labels = changedFields<FlagLabels>(wanted, before);
  const reopened = before.closing.filter((name) => own(variants, name) !== undefined);
  return [
    ...reopened.map((variant) => ({ type: 'flag_variant_reopened', data: { variant } }) as const),
    ...(Object.keys(added).length > 0 ? [{ type: 'flag_variants_added', data: { variants: added } } as const] : []),
    ...(Object.keys(labels).length > 0 ? [{ type: 'flag_described', data: labels } as const] : []),
  ];
}

/** The variants to add. An existing name cannot get another value. @throws Refusal `variant_changed` */
function addedVariants({ type, variants: before }: Flag, variants: Variants): Variants {
  checkVariants(type, { ...before, ...variants });
  const added = Object.entries(variants).filter(([name, value]) => {
    const existing = own(before, name);
    if (existing !== undefined && canonicalJson(existing) !== canonicalJson(value)) {
      throw invalid('variant_changed', `the variant ${name} keeps its value: add another`, below('/variants', name));
    }
    return existing === undefined;
  });
  return Object.fromEntries(added);
}
