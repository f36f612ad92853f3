import { displayAge, displayInstant, displayUtc } from '../format/time.js';
import { useNow } from '../format/use-now.js';

/** An instant in the reader's zone, in UTC on hover. */
export function Instant({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={displayUtc(at)}>
      {displayInstant(at)}
    </time>
  );
}

/** How long ago an instant was; the whole of it on hover. */
export function Age({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={`${displayInstant(at)} (${displayUtc(at)})`}>
      {displayAge(at, now)}
    </time>
  );
}

const HOUR_MS = 3_600_000;

/** How long ago something was of which only the hour is known. */
export function HourAge({ at }: { readonly at: string }) {
  const now = useNow();
  if (now - Date.parse(at) >= HOUR_MS) return <Age at={at} />;
  return (
    <time dateTime={at} title={displayUtc(at)}>
      this hour
    </time>
  );
}
