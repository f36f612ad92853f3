/** Reads one stream or the whole log, once; subscriptions are handled elsewhere. */
import { type ServerWritableStream, status } from '@grpc/grpc-js';
import streams, { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Log, LoggedEvent } from './log.js';
import type { ServerContext } from './server-context.js';
import { openSubscription } from './subscriptions.js';
import {
  allPositionOf,
  eventMessage,
  failure,
  filterOf,
  identifierOf,
  streamDeletedFailure,
  streamNameOf,
} from './wire.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

const BACKWARDS = 1;

export function handleRead(context: ServerContext) {
  return (call: ReadCall) => {
    call.on('error', () => undefined);
    const options = call.request.getOptions();
    if (!options) return fail(call, failure(status.INVALID_ARGUMENT, 'options missing'));
    context.counts.reads += 1;
    try {
      context.checkReadable(call.metadata, options.hasAll() ? 'all' : 'stream');
    } catch (error) {
      return fail(call, error as ReturnType<typeof failure>);
    }
    if (context.misbehave.takeNotLeaderRead()) return fail(call, context.notLeader());
    const target = options.getStream();
    const stream = target && streamNameOf(target.getStreamIdentifier());
    if (stream !== undefined && context.log.isTombstoned(stream)) return fail(call, streamDeletedFailure(stream));
    if (options.hasSubscription()) return openSubscription(context, call, options, stream);
    const events = stream === undefined ? readAll(context.log, options) : readStream(context.log, options, stream);
    if (events === undefined) return answerNotFound(call, stream ?? '');
    void writeAll(call, events.slice(0, Number(options.getCount())));
  };
}

export function fail(call: ReadCall, error: ReturnType<typeof failure>): void {
  call.emit('error', error);
}

function readStream(log: Log, options: ReadReq.Options, stream: string): readonly LoggedEvent[] | undefined {
  const target = options.getStream();
  const events = log.visible(stream);
  if (events === undefined) return undefined;
  const backwards = (options.getReadDirection() as number) === BACKWARDS;
  const fromRevision = target?.hasRevision() ? BigInt(target.getRevision()) : undefined;
  if (!backwards) return events.filter((event) => event.revision >= (fromRevision ?? 0n));
  if (target?.hasStart()) return events.slice(0, 1);
  return events.filter((event) => fromRevision === undefined || event.revision <= fromRevision).toReversed();
}

/** Forwards from a position includes the event there, backwards starts with the one before it. */
function readAll(log: Log, options: ReadReq.Options): readonly LoggedEvent[] {
  const from = allPositionOf(options.getAll());
  const filter = options.getFilter();
  const matching = filter ? log.events.filter(filterOf(filter)) : log.events;
  if ((options.getReadDirection() as number) === BACKWARDS) {
    if (from === 'start') return [];
    const before = from === 'end' ? matching : matching.filter((event) => event.position < from.commit);
    return before.toReversed();
  }
  if (from === 'end') return [];
  return from === 'start' ? matching : matching.filter((event) => event.position >= from.commit);
}

function answerNotFound(call: ReadCall, stream: string): void {
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream));
  call.write(new streams.ReadResp().setStreamNotFound(notFound));
  call.end();
}

async function writeAll(call: ReadCall, events: readonly LoggedEvent[]): Promise<void> {
  for (const event of events) {
    if (call.cancelled || call.destroyed) return;
    if (!call.write(eventMessage(event))) await drained(call);
  }
  call.end();
}

/** Resolves when the peer accepts more, or is gone. */
export function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    call.once('drain', resolve);
    call.once('cancelled', resolve);
    call.once('close', resolve);
  });
}
