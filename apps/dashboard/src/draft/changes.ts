import { isSameJson } from '../../../../libs/evaluation/targeting/same-json.js';
import type { Content, ContentField } from './content-of.js';
import { contentOf } from './content-of.js';
import { formOf } from './form-of.js';
import type { DraftForm, Experiment, FlagType } from './form.js';

/** The fields of `content` that differ from `before`. */
export function changesOf(content: Content, before: Content): Content {
  // The cast is safe: keys and values come from a content.
  return Object.fromEntries(
    Object.entries(content).filter(([field, value]) => !isSameJson(value, before[field as ContentField])),
  );
}

/** A part of a draft that is merged as a whole, with its fields in the content and in the form. */
export interface Part {
  readonly name: string;
  readonly content: readonly ContentField[];
  readonly form: readonly (keyof DraftForm)[];
}

export const PARTS: readonly Part[] = [
  { name: 'Name', content: ['name'], form: ['name'] },
  { name: 'Hypothesis', content: ['hypothesis'], form: ['hypothesis'] },
  { name: 'Description', content: ['description'], form: ['description'] },
  { name: 'Variants', content: ['variants'], form: ['variants'] },
  { name: 'Traffic', content: ['traffic', 'trafficMax'], form: ['traffic', 'trafficMax'] },
  { name: 'Who takes part', content: ['targeting'], form: ['targeting', 'targetingFault'] },
  { name: 'Split by', content: ['bucketBy'], form: ['bucketBy'] },
  { name: 'Exposure', content: ['exposure'], form: ['exposure'] },
  { name: 'Conflict domain', content: ['conflictDomain'], form: ['conflictDomain'] },
  { name: 'Priority', content: ['priority'], form: ['priority'] },
  { name: 'Metrics', content: ['metrics', 'primaryMetric'], form: ['metrics'] },
  { name: 'Plan', content: ['planned'], form: ['planned'] },
  { name: 'Dimensions', content: ['dimensions'], form: ['dimensions'] },
  { name: 'Guardrails', content: ['guardrails'], form: ['guardrails'] },
  { name: 'Schedule', content: ['schedule'], form: ['startAt', 'stopAt'] },
];

/** An experiment's content in the form's words. */
export const savedContentOf = (experiment: Experiment, type: FlagType): Content =>
  contentOf(formOf(experiment, type)).content;

/** True if two contents differ in a part. */
export const differsIn = ({ content }: Part, one: Content, other: Content): boolean =>
  content.some((field) => !isSameJson(one[field], other[field]));

/** A part that somebody else changed meanwhile. */
export interface ForeignChange {
  readonly part: Part;
  /** True if it was changed here, too, in another way. */
  readonly both: boolean;
}

/**
 * What somebody else changed since `base`.
 * @param mine what the form says; @param saved what it said when it was saved last
 */
export function foreignChanges(
  base: Content,
  theirs: Content,
  mine: Content,
  saved: Content,
): readonly ForeignChange[] {
  return PARTS.filter((part) => differsIn(part, base, theirs)).map((part) => ({
    part,
    both: differsIn(part, mine, saved) && differsIn(part, mine, theirs),
  }));
}

/** The form with these parts as in another form. */
export function withParts(form: DraftForm, other: DraftForm, parts: readonly Part[]): DraftForm {
  const names = new Set(parts.flatMap((part) => part.form));
  // The cast is safe: both have the same fields.
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      names.has(name as keyof DraftForm) ? other[name as keyof DraftForm] : value,
    ]),
  ) as unknown as DraftForm;
}
