import { invalid } from '../primitives/refusal.js';

/** Maximum length of a subject id in a decision request. */
export const MAX_SUBJECT = 1_000;

/** @throws Refusal for an id that no decision request can have */
export function checkSubject(subject: string, pointer: string): void {
  if (subject === '') throw invalid('too_short', 'a subject has at least one character', pointer);
  if (subject.length > MAX_SUBJECT) {
    throw invalid('too_long', `a subject has at most ${MAX_SUBJECT} characters`, pointer);
  }
}
