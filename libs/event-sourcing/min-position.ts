import { parsePosition, type Position } from '../event-store/index.js';
import { Problem, unavailable } from '../platform/problem.js';

/** The position that a caller's `Assay-Min-Position` names. @throws Problem 400 */
export function parseMinPosition(text: string): Position {
  try {
    return parsePosition(text);
  } catch {
    throw new Problem(400, 'malformed_header', 'the header assay-min-position is malformed');
  }
}

/** Problem 503, with the position that is there instead of the one waited for. */
export function positionNotReached(detail: string, position: Position | undefined): Problem {
  return unavailable('position_not_reached', detail, { 'assay-position': position ?? '' });
}
