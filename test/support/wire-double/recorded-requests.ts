/** Protobuf requests from their recorded form. */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { at, type Json, type JsonMessage } from './recording.js';
import { identifierOf } from './wire.js';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const uuid = (value: Json | undefined) => new shared.UUID().setString(text(at(value, 'string')));
const streamOf = (holder: Json | undefined) => identifierOf(text(at(holder, 'streamIdentifier', 'streamName')));

export function batchAppendRequest(recorded: JsonMessage) {
  const request = new streams.BatchAppendReq()
    .setCorrelationId(uuid(recorded['correlationId']))
    .setIsFinal(recorded['isFinal'] === true)
    .setProposedMessagesList(list(recorded['proposedMessagesList']).map(proposedMessage));
  const options = recorded['options'];
  if (!options) return request;
  const sent = new streams.BatchAppendReq.Options().setStreamIdentifier(streamOf(options));
  if (at(options, 'noStream')) sent.setNoStream(new emptyPb.Empty());
  else if (at(options, 'any')) sent.setAny(new emptyPb.Empty());
  else if (at(options, 'streamExists')) sent.setStreamExists(new emptyPb.Empty());
  else sent.setStreamPosition(text(at(options, 'streamPosition')));
  return request.setOptions(sent);
}

function proposedMessage(recorded: Json) {
  const message = new streams.BatchAppendReq.ProposedMessage()
    .setId(uuid(at(recorded, 'id')))
    .setData(payload(text(at(recorded, 'data'))))
    .setCustomMetadata(payload(text(at(recorded, 'customMetadata'))));
  for (const entry of list(at(recorded, 'metadataMap'))) {
    const [key, value] = list(entry);
    message.getMetadataMap().set(text(key), text(value));
  }
  return message;
}

/** Long payloads are recorded as their beginning and the length of their base64: any bytes of that size do. */
function payload(recorded: string): Uint8Array {
  const [, length] = /^.*…\((\d+)\)$/su.exec(recorded) ?? [];
  return length === undefined ? Buffer.from(recorded, 'utf8') : Buffer.alloc((Number(length) * 3) / 4, 'y');
}

/** The append of an event that a subscription received live. */
export function appendOf(read: JsonMessage): JsonMessage {
  const event = at(read, 'event', 'event') ?? null;
  return {
    correlationId: at(event, 'id') ?? null,
    options: { streamIdentifier: at(event, 'streamIdentifier') ?? null, any: {} },
    proposedMessagesList: [event],
    isFinal: true,
  };
}

/** `positions` translates the positions of the recording. */
export function readRequest(recorded: JsonMessage, positions: ReadonlyMap<string, string>): ReadReq {
  const options = recorded['options'];
  const sent = new streams.ReadReq.Options()
    .setReadDirection(at(options, 'readDirection') === 1 ? 1 : 0)
    .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty()))
    .setNoFilter(new shared.Empty());
  if (at(options, 'subscription')) sent.setSubscription(new streams.ReadReq.Options.SubscriptionOptions());
  else sent.setCount(text(at(options, 'count')));
  if (at(options, 'stream')) sent.setStream(streamOptions(at(options, 'stream')));
  else sent.setAll(allOptions(at(options, 'all'), positions));
  const filter = at(options, 'filter');
  return new streams.ReadReq().setOptions(filter ? sent.setFilter(filterOptions(filter)) : sent);
}

function streamOptions(recorded: Json | undefined) {
  const sent = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(streamOf(recorded));
  if (at(recorded, 'start')) return sent.setStart(new shared.Empty());
  if (at(recorded, 'end')) return sent.setEnd(new shared.Empty());
  return sent.setRevision(text(at(recorded, 'revision')));
}

function allOptions(recorded: Json | undefined, positions: ReadonlyMap<string, string>) {
  const sent = new streams.ReadReq.Options.AllOptions();
  if (at(recorded, 'start')) return sent.setStart(new shared.Empty());
  if (at(recorded, 'end')) return sent.setEnd(new shared.Empty());
  const here = positions.get(text(at(recorded, 'position', 'commitPosition')));
  if (here === undefined) throw new Error('a position that no answer has named');
  return sent.setPosition(new streams.ReadReq.Options.Position().setCommitPosition(here).setPreparePosition(here));
}

function filterOptions(recorded: Json) {
  const expression = new streams.ReadReq.Options.FilterOptions.Expression()
    .setPrefixList(list(at(recorded, 'streamIdentifier', 'prefixList')).map(text))
    .setRegex(text(at(recorded, 'streamIdentifier', 'regex')));
  return new streams.ReadReq.Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setCount(new shared.Empty())
    .setCheckpointintervalmultiplier(Number(at(recorded, 'checkpointintervalmultiplier')));
}

export function deleteRequest(recorded: JsonMessage) {
  const options = new streams.DeleteReq.Options()
    .setStreamIdentifier(streamOf(recorded['options']))
    .setRevision(text(at(recorded['options'], 'revision')));
  return new streams.DeleteReq().setOptions(options);
}

export function tombstoneRequest(recorded: JsonMessage) {
  const options = new streams.TombstoneReq.Options()
    .setStreamIdentifier(streamOf(recorded['options']))
    .setRevision(text(at(recorded['options'], 'revision')));
  return new streams.TombstoneReq().setOptions(options);
}
