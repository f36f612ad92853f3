import {
  FLAG_ENVIRONMENT_CATEGORY,
  FLAG_CATEGORY,
  type FlagDefault,
  type FlagEnvironmentEvent,
  type FlagEvent,
  type FlagLabels,
  type FlagType,
  type Requirement,
  type Rule,
  type RuleServe,
  type Variants,
} from './flag.events.js';
import { semanticsOf, type Meant, type Semantics } from '../evaluation/index.js';
import type { Json } from '../event-store/index.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import { conflict, notFound } from '../primitives/refusal.js';

/** Its semantics are those of the conditions of its rules. */
export interface Flag extends FlagLabels, Meant {
  readonly key: string;
  readonly type: FlagType;
  readonly variants: Variants;
  readonly default: Json;
  readonly defaultVariant: string | null;
  readonly rules: readonly Rule[];
  /** All of these must hold, or the flag serves its default. */
  readonly requires: readonly Requirement[];
  /** The variants that are being removed: nothing comes to use them. */
  readonly closing: readonly string[];
  readonly archived: boolean;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

/** The part of a flag that all environments share; null before the flag is created. */
export const flagAggregate: Aggregate<Flag | null, FlagEvent> = {
  category: FLAG_CATEGORY,
  codec: eventCodec<FlagEvent>({
    flag_created: { version: 2, upcasters: { 1: (data) => ({ ...data, semantics: 1 }) } },
    flag_described: 1,
    flag_variants_added: 1,
    flag_closed: 1,
    flag_reopened: 1,
    flag_archived: 1,
    flag_restored: 1,
    flag_variant_closed: 1,
    flag_variant_reopened: 1,
    flag_variant_removed: 1,
    flag_requires_replaced: 1,
    requires_abandoned: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (flag, event, { at }) => {
    switch (event.type) {
      case 'flag_created':
        return { ...event.data, requires: [], closing: [], archived: false, createdAt: at };
      case 'flag_described':
        return flag && { ...flag, ...event.data };
      case 'flag_variants_added':
        return flag && { ...flag, variants: { ...flag.variants, ...event.data.variants } };
      case 'flag_variant_closed':
        return flag && { ...flag, closing: [...without(flag.closing, event.data.variant), event.data.variant] };
      case 'flag_variant_reopened':
        return flag && { ...flag, closing: without(flag.closing, event.data.variant) };
      case 'flag_variant_removed':
        return flag && withoutVariant(flag, event.data.variant, event.data.beginsWith);
      case 'flag_requires_replaced':
        return flag && { ...flag, ...event.data };
      case 'flag_closed':
      case 'flag_reopened':
      case 'requires_abandoned':
        return flag;
      case 'flag_archived':
        return flag && { ...flag, archived: true };
      case 'flag_restored':
        return flag && { ...flag, archived: false };
    }
  },
};

const without = (names: readonly string[], name: string): string[] => names.filter((each) => each !== name);

/** An environment that is added later begins with the value alone, and without the rules that serve the variant. */
function withoutVariant(flag: Flag, variant: string, beginsWith: FlagDefault | null): Flag {
  const variants = Object.fromEntries(Object.entries(flag.variants).filter(([name]) => name !== variant));
  const begins = beginsWith && { default: beginsWith.value, defaultVariant: beginsWith.variant };
  const rules = flag.rules.filter(({ serve }) => !namesVariant(serve, variant));
  return { ...flag, ...begins, variants, rules, closing: without(flag.closing, variant) };
}

/** True if the rule serves the variant to anybody, or gives it a share of 0. */
export const namesVariant = (serve: RuleServe, variant: string): boolean =>
  typeof serve === 'string' ? serve === variant : Object.hasOwn(serve.split, variant);

/** The variants that something may come to use: those that are not being removed. */
export const usableVariants = ({ variants, closing }: Flag): Variants =>
  closing.length === 0
    ? variants
    : Object.fromEntries(Object.entries(variants).filter(([name]) => !closing.includes(name)));

/** True if the flag is being archived, so that no experiment may start on it; from the events of its stream. */
export function isClosed(events: readonly { readonly type: string }[]): boolean {
  return events.findLast(({ type }) => OPENS_OR_CLOSES.has(type))?.type === 'flag_closed';
}

const OPENS_OR_CLOSES: ReadonlySet<string> = new Set(['flag_closed', 'flag_reopened', 'flag_restored']);

/** Its semantics are those of the conditions of its own rules. */
export interface FlagEnvironment extends Meant {
  readonly enabled: boolean;
  /** Undefined until this environment changes it; until then the flag's own default applies. */
  readonly default: FlagDefault | undefined;
  /** Undefined until this environment replaces them; until then the flag's own rules apply. */
  readonly rules: readonly Rule[] | undefined;
  /** The experiments that reserved the flag, the latest last. Its own stream tells whether it is live. */
  readonly reservations: readonly string[];
  /** The experiments whose pins have ended. */
  readonly endedPins: readonly string[];
  /** The ones whose pins the last change of the default or of a pin ended. */
  readonly lifted: readonly string[];
}

export const flagEnvironmentAggregate: Aggregate<FlagEnvironment, FlagEnvironmentEvent> = {
  category: FLAG_ENVIRONMENT_CATEGORY,
  codec: eventCodec<FlagEnvironmentEvent>({
    flag_enabled: 1,
    flag_disabled: 1,
    flag_default_changed: 1,
    flag_rules_replaced: { version: 2, upcasters: { 1: (data) => ({ ...data, semantics: 1 }) } },
    flag_pin_adopted: 1,
    flag_pin_lifted: 1,
    starts_abandoned: 1,
    changes_abandoned: 1,
    experiment_reserved: 1,
  }),
  initialState: { enabled: true, default: undefined, rules: undefined, reservations: [], endedPins: [], lifted: [] },
  evolve: (state, event) => {
    switch (event.type) {
      case 'flag_enabled':
        return { ...state, enabled: true };
      case 'flag_disabled':
        return { ...state, enabled: false };
      case 'flag_default_changed':
      case 'flag_pin_adopted': {
        const { default: value, defaultVariant: variant, lifted } = event.data;
        return { ...state, default: { value, variant }, ...ended(state, lifted) };
      }
      case 'flag_rules_replaced':
        return { ...state, ...event.data };
      case 'flag_pin_lifted':
        return { ...state, ...ended(state, [event.data.experiment]) };
      case 'starts_abandoned':
      case 'changes_abandoned':
        return state;
      case 'experiment_reserved':
        return {
          ...state,
          reservations: [...without(state.reservations, event.data.experimentId), event.data.experimentId],
        };
    }
  },
};

const ended = (state: FlagEnvironment, lifted: readonly string[]): Pick<FlagEnvironment, 'endedPins' | 'lifted'> => ({
  endedPins: [...state.endedPins, ...lifted],
  lifted,
});

/** The experiment that last reserved the flag. */
export const reservedBy = (state: FlagEnvironment): string | null => state.reservations.at(-1) ?? null;

/** The default of an environment; without state of its own, the one that every environment begins with. */
export const defaultIn = (flag: Flag, here: FlagEnvironment | undefined): FlagDefault =>
  here?.default ?? { value: flag.default, variant: flag.defaultVariant };

/** The rules of an environment; without state of its own, those that every environment begins with. */
export const rulesIn = (flag: Flag, here: FlagEnvironment | undefined): readonly Rule[] => here?.rules ?? flag.rules;

/** The semantics of the rules of an environment. */
export const semanticsIn = (flag: Flag, here: FlagEnvironment | undefined): Semantics =>
  semanticsOf(here?.rules ? here : flag);

/** Returns the flag, if it may be changed. @throws Refusal not_found, `flag_archived` */
export function changeable(flag: Flag | null, key: string): Flag {
  if (!flag) throw notFound('flag', key);
  if (flag.archived) throw conflict('flag_archived', `the flag ${key} is archived`);
  return flag;
}
