/** Append, BatchAppend, Delete and Tombstone, with the answers of the real server. */
import { status, type sendUnaryData, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streams, {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import type { AppendOutcome, ExpectedRevision, ProposedEvent } from './log.js';
import type { ServerContext } from './server-context.js';
import { expectedOf, failure, identifierOf, proposedOf, streamDeletedFailure, streamNameOf } from './wire.js';

/** Applies the ordered fault, if any, around one append; `answer` is called unless the fault swallows it. */
function appendWithFaults(context: ServerContext, append: () => AppendOutcome, answer: (o: AppendOutcome) => void) {
  switch (context.misbehave.takeAppendFault()) {
    case 'drop_after_commit':
      append();
      context.dropConnections();
      return;
    case 'never_answer':
      return;
    case 'not_leader':
      throw context.notLeader();
    case undefined:
      answer(append());
  }
}

export function handleAppend(context: ServerContext) {
  return (call: ServerReadableStream<AppendReq, AppendResp>, reply: sendUnaryData<AppendResp>) => {
    let options: AppendReq.Options | undefined;
    const proposed: ProposedEvent[] = [];
    call.on('data', (request: AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message) proposed.push(proposedOf(message));
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      // A cancelled call ends too, with the events that came until then, but none of them is written.
      setImmediate(() => {
        if (!call.cancelled) carryOut();
      });
    });
    const carryOut = (): void => {
      if (!options) return reply(failure(status.INVALID_ARGUMENT, 'options missing'));
      const stream = streamNameOf(options.getStreamIdentifier());
      const expected = expectedOf(options, options.getRevision());
      context.counts.appends += 1;
      try {
        const log = context.writable(call.metadata);
        if (!log) return;
        appendWithFaults(
          context,
          () => log.append(stream, proposed, expected),
          (outcome) => answerAppend(outcome, stream, expected, reply),
        );
      } catch (error) {
        reply(error as ReturnType<typeof failure>);
      }
    };
  };
}

function answerAppend(
  outcome: AppendOutcome,
  stream: string,
  expected: ExpectedRevision,
  reply: sendUnaryData<AppendResp>,
): void {
  switch (outcome.kind) {
    case 'deleted':
      return reply(streamDeletedFailure(stream));
    case 'too_large': {
      const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(outcome.limit) };
      return reply(failure(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded.', trailers));
    }
    case 'conflict': {
      const conflict = new streams.AppendResp.WrongExpectedVersion();
      if (outcome.current === 'no_stream') conflict.setCurrentNoStream(new shared.Empty());
      else conflict.setCurrentRevision(outcome.current.toString());
      if (expected === 'any') conflict.setExpectedAny(new shared.Empty());
      else if (expected === 'no_stream') conflict.setExpectedNoStream(new shared.Empty());
      else if (expected === 'stream_exists') conflict.setExpectedStreamExists(new shared.Empty());
      else conflict.setExpectedRevision(expected.toString());
      return reply(null, new streams.AppendResp().setWrongExpectedVersion(conflict));
    }
    case 'written': {
      const position = new streams.AppendResp.Position()
        .setCommitPosition(outcome.position.toString())
        .setPreparePosition(outcome.position.toString());
      const success = new streams.AppendResp.Success()
        .setCurrentRevision(outcome.revision.toString())
        .setPosition(position);
      return reply(null, new streams.AppendResp().setSuccess(success));
    }
  }
}

interface OpenBatch {
  readonly options: BatchAppendReq.Options;
  readonly proposed: ProposedEvent[];
}

export function handleBatchAppend(context: ServerContext) {
  return (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
    const open = new Map<string, OpenBatch>();
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      const batch = open.get(id) ?? (options && { options, proposed: [] });
      if (!batch) return call.emit('error', failure(status.INVALID_ARGUMENT, 'options missing'));
      open.set(id, batch);
      batch.proposed.push(...request.getProposedMessagesList().map(proposedOf));
      if (!request.getIsFinal()) return;
      open.delete(id);
      context.counts.batchAppends += 1;
      answerBatch(context, id, batch, call);
    });
  };
}

function answerBatch(
  context: ServerContext,
  id: string,
  batch: OpenBatch,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
): void {
  const stream = streamNameOf(batch.options.getStreamIdentifier());
  const expected = expectedOf(batch.options, batch.options.getStreamPosition());
  try {
    const log = context.writable(call.metadata);
    if (!log) return;
    appendWithFaults(
      context,
      () => log.append(stream, batch.proposed, expected),
      (outcome) => {
        const response = batchResponse(outcome, stream, expected)
          .setCorrelationId(new shared.UUID().setString(id))
          .setStreamIdentifier(identifierOf(stream));
        call.write(response);
      },
    );
  } catch (error) {
    call.emit('error', error);
  }
}

function batchResponse(outcome: AppendOutcome, stream: string, expected: ExpectedRevision): BatchAppendResp {
  switch (outcome.kind) {
    case 'written': {
      const position = new shared.AllStreamPosition()
        .setCommitPosition(outcome.position.toString())
        .setPreparePosition(outcome.position.toString());
      const success = new streams.BatchAppendResp.Success()
        .setCurrentRevision(outcome.revision.toString())
        .setPosition(position);
      return new streams.BatchAppendResp().setSuccess(success);
    }
    case 'conflict':
      return batchError(6, 'WrongExpectedVersion', batchConflict(outcome.current, expected));
    case 'deleted': {
      const deleted = new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream));
      return batchError(5, 'StreamDeleted', deleted);
    }
    case 'too_large': {
      const exceeded = new shared.MaximumAppendSizeExceeded().setMaxappendsize(outcome.limit);
      return batchError(3, 'MaximumAppendSizeExceeded', exceeded);
    }
  }
}

function batchConflict(current: bigint | 'no_stream', expected: ExpectedRevision) {
  const conflict = new shared.WrongExpectedVersion();
  if (current === 'no_stream') conflict.setCurrentNoStream(new emptyPb.Empty());
  else conflict.setCurrentStreamRevision(current.toString());
  if (expected === 'any') conflict.setExpectedAny(new emptyPb.Empty());
  else if (expected === 'no_stream') conflict.setExpectedNoStream(new emptyPb.Empty());
  else if (expected === 'stream_exists') conflict.setExpectedStreamExists(new emptyPb.Empty());
  else conflict.setExpectedStreamPosition(expected.toString());
  return conflict;
}

function batchError(code: 3 | 5 | 6, name: string, details: { serializeBinary(): Uint8Array }): BatchAppendResp {
  const packed = new anyPb.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`, 'type.googleapis.com/');
  const failed = new statusPb.Status().setCode(code).setMessage(name).setDetails(packed);
  return new streams.BatchAppendResp().setError(failed);
}
