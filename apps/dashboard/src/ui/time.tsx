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
