import type { Json } from '../json.js';

/** A condition on attributes, MongoDB-style; docs/targeting.md describes the dialect. Commands check it. */
export type Condition = { readonly [key: string]: Json };

export type Attributes = Readonly<Record<string, unknown>>;

/** Conditions see the subject under this attribute. */
export const SUBJECT_ATTRIBUTE = 'subjectId';
