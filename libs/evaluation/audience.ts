import type { EvaluationRequest } from './decision.js';
import type { Matcher } from './targeting/compile-condition.js';

/** True if the audience contains the subject; null is everybody. An audience is matched once for each bulk request. */
export function contains(audience: Matcher | null, { attributes, subjectId, known }: EvaluationRequest): boolean {
  if (audience === null) return true;
  let answer = known?.get(audience);
  if (answer === undefined) {
    answer = audience(attributes, subjectId ?? undefined);
    known?.set(audience, answer);
  }
  return answer;
}
