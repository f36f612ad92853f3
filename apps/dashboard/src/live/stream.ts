import { client } from '../server/client.js';
import { type Experiment, type RatesReport, type Trigger } from '../api-types.js';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

interface StreamMessages {
  experiment: Experiment;
  trigger: Trigger;
  rates: RatesReport;
}

export interface StreamListener {
  /** Connected or reconnected: messages may have been missed before. */
  readonly opened: () => void;
  readonly stateChanged: (state: LiveState) => void;
  readonly messages: { readonly [Name in keyof StreamMessages]?: (message: StreamMessages[Name]) => void };
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/**
 * Follows the server's stream until the returned function is called. The browser reconnects by itself after a broken
 * connection, but gives up on an answer other than 200. This function retries that case, after a check of the session.
 */
export function followStream(url: string, listener: StreamListener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  let stopped = false;

  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      listener.stateChanged('live');
      listener.opened();
    };
    source.onerror = () => {
      listener.stateChanged('reconnecting');
      if (source.readyState === EventSource.CLOSED) void openLater();
    };
    listen(source, 'experiment', listener.messages.experiment);
    listen(source, 'trigger', listener.messages.trigger);
    listen(source, 'rates', listener.messages.rates);
  };
  const openLater = async () => {
    // A session that has ended is noticed by this request.
    await client.GET('/v1/environments', { params: { query: { limit: 1 } } }).catch(() => undefined);
    if (stopped) return;
    timer = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };

  listener.stateChanged('connecting');
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}

function listen<Name extends keyof StreamMessages>(
  source: EventSource,
  name: Name,
  handle: ((message: StreamMessages[Name]) => void) | undefined,
): void {
  if (handle === undefined) return;
  source.addEventListener(name, (event: MessageEvent<string>) => {
    // The cast trusts the shape of the server's documents.
    handle(JSON.parse(event.data) as StreamMessages[Name]);
  });
}
