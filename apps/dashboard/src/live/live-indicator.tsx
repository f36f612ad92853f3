import { type LiveState } from './stream.js';

/** Shows whether the page updates by itself. */
export function LiveIndicator({ state }: { state: LiveState }) {
  return (
    <span className={`live live-${state}`} role="status" data-testid="live-state" data-state={state}>
      <span className="live-dot" aria-hidden="true" />
      {state}
    </span>
  );
}
