import { displayClock } from '../format/time.js';
import { useFreshness } from './live.js';

/** Shows whether the page updates by itself, and if not, since when. */
export function LiveIndicator() {
  const { state, staleSince } = useFreshness();
  const shown = staleSince === null ? state : `stale since ${displayClock(new Date(staleSince).toISOString())}`;
  return (
    <span className={`live live-${state}`} role="status" data-testid="live-state" data-state={state}>
      <span className="live-dot" aria-hidden="true" />
      {shown}
    </span>
  );
}
