import type { Json } from '../json.js';

/** A condition on attributes, MongoDB-style; docs/targeting.md has the dialect. Checked where it is written. */
export type Condition = { readonly [key: string]: Json };

/** What conditions look at. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The attribute that a condition sees the subject as. */
export const SUBJECT_ATTRIBUTE = 'subjectId';
