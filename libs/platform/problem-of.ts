import type { Logger } from './logging/logger.js';
import { Problem } from './problem.js';
import { toProblem } from './to-problem.js';

/** Converts any error to a problem. Defects of Assay are logged, and their answer reveals no details. */
export function problemOf(
  error: unknown,
  logger: Logger,
  request: { readonly method?: string | undefined; readonly url?: string | undefined },
): Problem {
  const problem = toProblem(error);
  if (problem) return problem;
  logger.error({ err: error, method: request.method, path: request.url?.split('?')[0] }, 'request failed');
  return new Problem(500, 'internal_error', 'something went wrong on our side');
}
