import { type handleUnaryCall, type Metadata, status } from '@grpc/grpc-js';
import streams, {
  type DeleteReq,
  type DeleteResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendOutcome, Log } from './log.js';
import type { ServerContext } from './server-context.js';
import { expectedOf, failure, streamDeletedFailure, streamNameOf } from './wire.js';

export function handleDelete(context: ServerContext): handleUnaryCall<DeleteReq, DeleteResp> {
  return (call, reply) => {
    const options = call.request.getOptions();
    if (!options) return reply(failure(status.INVALID_ARGUMENT, 'options missing'));
    const stream = streamNameOf(options.getStreamIdentifier());
    const outcome = removed(context, call.metadata, reply, (log) =>
      log.delete(stream, expectedOf(options, options.getRevision())),
    );
    if (!outcome) return;
    if (outcome.kind !== 'written') return reply(refusal(outcome, stream));
    const position = new streams.DeleteResp.Position()
      .setCommitPosition(outcome.position.toString())
      .setPreparePosition(outcome.position.toString());
    reply(null, new streams.DeleteResp().setPosition(position));
  };
}

export function handleTombstone(context: ServerContext): handleUnaryCall<TombstoneReq, TombstoneResp> {
  return (call, reply) => {
    const options = call.request.getOptions();
    if (!options) return reply(failure(status.INVALID_ARGUMENT, 'options missing'));
    const stream = streamNameOf(options.getStreamIdentifier());
    const outcome = removed(context, call.metadata, reply, (log) =>
      log.tombstone(stream, expectedOf(options, options.getRevision())),
    );
    if (!outcome) return;
    if (outcome.kind !== 'written') return reply(refusal(outcome, stream));
    const position = new streams.TombstoneResp.Position()
      .setCommitPosition(outcome.position.toString())
      .setPreparePosition(outcome.position.toString());
    reply(null, new streams.TombstoneResp().setPosition(position));
  };
}

/** The outcome, if this node or the leader that it forwards to executes the deletion. */
function removed(
  context: ServerContext,
  metadata: Metadata,
  reply: (error: ReturnType<typeof failure>) => void,
  remove: (log: Log) => AppendOutcome,
): AppendOutcome | undefined {
  try {
    const log = context.writable(metadata);
    return log && remove(log);
  } catch (error) {
    reply(error as ReturnType<typeof failure>);
    return undefined;
  }
}

function refusal(outcome: Exclude<AppendOutcome, { kind: 'written' }>, stream: string) {
  if (outcome.kind === 'deleted') return streamDeletedFailure(stream);
  const actual = outcome.kind === 'conflict' ? String(outcome.current) : '';
  const trailers = { exception: 'wrong-expected-version', 'stream-name': stream, 'actual-version': actual };
  return failure(status.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion.`, trailers);
}
