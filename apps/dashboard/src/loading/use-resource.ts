import { useCallback, useEffect, useRef, useState } from 'react';
import { type Problem, problemFrom } from '../api.js';
import { atMostEvery, type Paced } from '../live/at-most-every.js';

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly problem: Problem }
  | { readonly status: 'ready'; readonly value: T };

export interface Resource<T> {
  readonly loaded: Loaded<T>;
  /** Loads again, at most once a second; the current value stays until the answer arrives. */
  readonly reload: () => void;
  /** Applies an update from the stream. Before the first answer, it requests another load instead. */
  readonly receive: (update: (held: T) => T) => void;
}

const PACE_MS = 1_000;
const RETRY_MS = 3_000;

/**
 * The result of `load`. It stays during reloads, and is loaded again after temporary failures.
 *
 * @param load stable: another function means another resource
 * @param reconcile stable; merges the current value and a fresh answer, because the stream can be ahead of the answer
 */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  reconcile: (held: T, answer: T) => T = takeAnswer,
): Resource<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' });
  const paced = useRef<Paced>(undefined);
  const answered = useRef(false);

  useEffect(() => {
    const ended = new AbortController();
    let retry: ReturnType<typeof setTimeout> | undefined;
    const reading = atMostEvery(PACE_MS, async () => {
      clearTimeout(retry);
      try {
        const answer = await load(ended.signal);
        if (ended.signal.aborted) return;
        answered.current = true;
        setLoaded((held) => ({
          status: 'ready',
          value: held.status === 'ready' ? reconcile(held.value, answer) : answer,
        }));
      } catch (error) {
        if (ended.signal.aborted) return;
        const problem = problemFrom(error);
        setLoaded((held) => (held.status === 'ready' ? held : { status: 'failed', problem }));
        if (problem.passing) retry = setTimeout(() => reading.request(), RETRY_MS);
      }
    });
    paced.current = reading;
    reading.request();
    return () => {
      ended.abort();
      reading.cancel();
      clearTimeout(retry);
    };
  }, [load, reconcile]);

  const reload = useCallback(() => paced.current?.request(), []);
  const receive = useCallback((update: (held: T) => T) => {
    if (!answered.current) paced.current?.request();
    setLoaded((held) => (held.status === 'ready' ? { status: 'ready', value: update(held.value) } : held));
  }, []);
  return { loaded, reload, receive };
}

function takeAnswer<T>(_held: T, answer: T): T {
  return answer;
}

/** The value if it is loaded, otherwise undefined. */
export function valueOf<T>(loaded: Loaded<T>): T | undefined {
  return loaded.status === 'ready' ? loaded.value : undefined;
}
