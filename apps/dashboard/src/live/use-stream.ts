import { useEffect, useRef, useState } from 'react';
import { followStream, type LiveState, type StreamListener } from './stream.js';

/** Follows a stream while the component is shown. */
export function useStream(url: string, listener: Omit<StreamListener, 'stateChanged'>): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () =>
      followStream(url, {
        stateChanged: setState,
        opened: () => latest.current.opened(),
        messages: {
          experiment: (message) => latest.current.messages.experiment?.(message),
          trigger: (message) => latest.current.messages.trigger?.(message),
          rates: (message) => latest.current.messages.rates?.(message),
        },
      }),
    [url],
  );
  return state;
}
