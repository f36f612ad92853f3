import { parsePosition, type Position } from '../event-store/index.js';
import { Problem, unavailable } from '../platform/problem.js';

/** Parses the position in the header `Assay-Min-Position`. @throws Problem 400 */
export function parseMinPosition(text: string): Position {
  try {
    return parsePosition(text);
  } catch {
    throw new Problem(400, 'malformed_header', 'the header assay-min-position is malformed');
  }
}

/** Problem 503, with the position that has been reached. */
export function positionNotReached(detail: string, position: Position | undefined): Problem {
  return unavailable('position_not_reached', detail, { 'assay-position': position ?? '' });
}
