/** A subscription: history in pages, `caughtUp`, then live, with the checkpoints of a filter. */
import { status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { LoggedEvent } from './log.js';
import { drained, fail, type ReadCall } from './reads.js';
import type { ServerContext } from './server-context.js';
import {
  allPositionOf,
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  failure,
  filterOf,
  type EventFilter,
  type LogPosition,
} from './wire.js';

const DEFAULT_WINDOW = 32;
const LIVE_SLACK = 1024;
const START: LogPosition = { commit: 0n, prepare: 0n };

export function openSubscription(
  context: ServerContext,
  call: ReadCall,
  options: ReadReq.Options,
  stream: string | undefined,
): void {
  const subscription = new ServerSubscription(context, call, options, stream);
  void subscription.run();
}

class ServerSubscription {
  readonly #matches: EventFilter;
  readonly #window: number;
  readonly #checkpointInterval: number;
  readonly #live: LoggedEvent[] = [];
  #considered = 0;
  #over = false;
  #hung = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly context: ServerContext,
    private readonly call: ReadCall,
    private readonly options: ReadReq.Options,
    private readonly stream: string | undefined,
  ) {
    const filter = options.getFilter();
    const filtered = filter ? filterOf(filter) : () => true;
    this.#matches = (event) => (stream === undefined || event.stream === stream) && filtered(event);
    this.#window = filter?.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
    const multiplier = filter?.getCheckpointintervalmultiplier() ?? 0;
    this.#checkpointInterval = multiplier === 0 ? Number.POSITIVE_INFINITY : multiplier * this.#window;
  }

  async run(): Promise<void> {
    const unregister = this.context.misbehave.register({
      fail: (error) => this.#close(() => fail(this.call, error)),
      end: () => this.#close(() => this.call.end()),
      hang: () => (this.#hung = true),
    });
    this.call.on('cancelled', () => this.#close(() => undefined));
    this.call.on('close', () => this.#close(() => undefined));
    await this.#write(confirmationMessage());
    const stopListening = await this.#catchUp();
    await this.#followLive();
    stopListening();
    unregister();
  }

  /** Reads history page by page; at its end, in one synchronous step, starts to listen. */
  async #catchUp(): Promise<() => void> {
    let index = this.#startIndex();
    let pageStart = this.#startPosition();
    while (!this.#over) {
      const page = this.context.log.events.slice(index, index + this.#window);
      if (page.length === 0) break;
      index += page.length;
      let sent: LoggedEvent | undefined;
      for (const event of page.filter(this.#matches)) await this.#write(eventMessage((sent = event)));
      this.#considered += page.length;
      // The real server names the last event sent, or where the page started: it lags by a page.
      const checkpoint = sent ? at(sent) : pageStart;
      await this.#checkpointIfDue(checkpoint);
      pageStart = { commit: this.context.log.events[index]?.position ?? pageStart.commit, prepare: 0n };
    }
    const stopListening = this.context.log.onAppended((event) => this.#onAppended(event));
    if (this.context.saysCaughtUp) await this.#write(caughtUpMessage());
    return stopListening;
  }

  async #followLive(): Promise<void> {
    while (!this.#over) {
      const event = this.#live.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      if (this.#matches(event)) await this.#write(eventMessage(event));
      this.#considered += 1;
      await this.#checkpointIfDue(at(event));
    }
  }

  #onAppended(event: LoggedEvent): void {
    if (this.#over) return;
    this.#live.push(event);
    if (this.#live.length > LIVE_SLACK) {
      const error = failure(status.ABORTED, 'Consumer too slow to handle event while live.');
      this.#close(() => fail(this.call, error));
    }
    this.#wake();
  }

  async #checkpointIfDue(position: LogPosition): Promise<void> {
    if (this.#considered < this.#checkpointInterval) return;
    this.#considered %= this.#checkpointInterval;
    await this.#write(checkpointMessage(position));
  }

  async #write(message: ReadResp): Promise<void> {
    if (this.#over || this.#hung) return;
    if (message.hasEvent()) this.context.counts.eventsSent += 1;
    if (!this.call.write(message)) await drained(this.call);
  }

  #close(finish: () => void): void {
    if (this.#over) return;
    this.#over = true;
    finish();
    this.#wake();
  }

  #startPosition(): LogPosition {
    const from = allPositionOf(this.options.getAll());
    return typeof from === 'string' ? START : from;
  }

  #startIndex(): number {
    const { events } = this.context.log;
    const target = this.options.getStream();
    if (target?.hasRevision()) {
      const after = BigInt(target.getRevision());
      return indexOrEnd(events, (event) => event.stream === this.stream && event.revision > after);
    }
    const from = allPositionOf(this.options.getAll());
    if (target?.hasEnd() || from === 'end') return events.length;
    if (from === 'start') return 0;
    return indexOrEnd(events, (event) => isAfter(event, from));
  }
}

function at(event: LoggedEvent): LogPosition {
  return { commit: event.position, prepare: event.position };
}

function isAfter(event: LoggedEvent, { commit, prepare }: LogPosition): boolean {
  return event.position > commit || (event.position === commit && event.position > prepare);
}

function indexOrEnd(events: readonly LoggedEvent[], found: (event: LoggedEvent) => boolean): number {
  const index = events.findIndex(found);
  return index < 0 ? events.length : index;
}
