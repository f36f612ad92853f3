import { invalid } from '../primitives/refusal.js';

/** What a decision takes at most. */
export const MAX_SUBJECT = 1_000;

/** @throws Refusal for a subject that no decision could be asked for */
export function checkSubject(subject: string, pointer: string): void {
  if (subject === '') throw invalid('too_short', 'a subject has at least one character', pointer);
  if (subject.length > MAX_SUBJECT) {
    throw invalid('too_long', `a subject has at most ${MAX_SUBJECT} characters`, pointer);
  }
}
