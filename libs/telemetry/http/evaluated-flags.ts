import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../../platform/problem.js';
import { isKey } from '../../primitives/key.js';

/** A header, because servers that do not know it ignore it. */
export const EVALUATED_HEADER = 'Assay-Evaluated-Flags';
/** Characters. */
export const MAX_EVALUATED = 4_096;

/** The keys of flags that the sender has evaluated in its own process. @throws Problem 400 */
export function evaluatedIn(headers: IncomingHttpHeaders): readonly string[] {
  const value = headers['assay-evaluated-flags'];
  if (value === undefined || value === '') return [];
  const text = String(value);
  const keys = text.split(',').map((key) => key.trim());
  if (text.length > MAX_EVALUATED || !keys.every(isKey)) {
    const message = `the header ${EVALUATED_HEADER} has keys of flags, at most ${MAX_EVALUATED} characters`;
    throw new Problem(400, 'malformed_header', message);
  }
  return keys;
}
