/** Plays the client's side of a recorded conversation to a server over real gRPC. */
import {
  credentials,
  Metadata,
  status,
  type ClientReadableStream,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';
import streamsGrpc, { type StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { asRecorded, at, messagesFrom, type JsonMessage, type RecordedCall } from './recording.js';
import { appendOf, batchAppendRequest, deleteRequest, readRequest, tombstoneRequest } from './recorded-requests.js';

export interface Answer {
  readonly messages: JsonMessage[];
  /** Undefined if the player, like the recorded client, hung up first. */
  readonly status?: Pick<StatusObject, 'code' | 'details'> & { readonly trailers: Record<string, string> };
}

export class Player {
  readonly #client: StreamsClient;
  /** Positions of the recording, with the corresponding positions here. */
  readonly positions = new Map<string, string>();
  /** Positions that were equal in the recording and differ here. */
  readonly contradictions: string[] = [];

  constructor(address: string) {
    this.#client = new streamsGrpc.StreamsClient(address, credentials.createInsecure());
  }

  close(): void {
    this.#client.close();
  }

  play(call: RecordedCall): Promise<Answer> {
    const metadata = new Metadata();
    for (const [key, value] of Object.entries(call.requestMetadata)) metadata.set(key, value);
    switch (call.method.split('/').at(-1)) {
      case 'BatchAppend':
        return this.batchAppend(messagesFrom(call, 'client'), metadata);
      case 'Read':
        return this.#read(call, metadata);
      case 'Delete':
      case 'Tombstone':
        return this.#remove(call, metadata);
      default:
        throw new Error(`cannot play ${call.method}`);
    }
  }

  /** Sends all the appends at once and waits for as many answers, in the order of their correlation ids. */
  async batchAppend(requests: readonly JsonMessage[], metadata = new Metadata()): Promise<Answer> {
    const answers = requests.filter((request) => request['isFinal'] === true).length;
    if (answers === 0) return { messages: [] };
    const stream = this.#client.batchAppend(metadata);
    const messages = await new Promise<JsonMessage[]>((resolve, reject) => {
      const received: JsonMessage[] = [];
      stream.on('error', reject);
      stream.on('data', (response: { toObject(): object }) => {
        received.push(asRecorded(response.toObject()) as JsonMessage);
        if (received.length === answers) resolve(received);
      });
      for (const request of requests) stream.write(batchAppendRequest(request));
    });
    stream.removeAllListeners('error').on('error', () => undefined);
    stream.cancel();
    return { messages: byCorrelation(messages) };
  }

  /** Records that two answers are about the same events, so that their positions must always correspond. */
  pair(recorded: JsonMessage, ours: JsonMessage): void {
    for (const path of [['success', 'position'], ['position'], ['event', 'event']]) {
      const theirs = at(recorded, ...path, 'commitPosition');
      const mine = at(ours, ...path, 'commitPosition');
      if (typeof theirs !== 'string' || typeof mine !== 'string') continue;
      const known = this.positions.get(theirs);
      if (known !== undefined && known !== mine) this.contradictions.push(`${theirs} is ${known} and ${mine}`);
      this.positions.set(theirs, mine);
    }
  }

  #read(call: RecordedCall, metadata: Metadata): Promise<Answer> {
    const [request] = messagesFrom(call, 'client');
    if (!request) throw new Error('a read without a request');
    const stream = this.#client.read(readRequest(request, this.positions), metadata);
    return at(request, 'options', 'subscription') ? this.#follow(stream, call) : this.#readToEnd(stream);
  }

  #readToEnd(stream: ClientReadableStream<ReadResp>): Promise<Answer> {
    const messages: JsonMessage[] = [];
    stream.on('data', (response: ReadResp) => void messages.push(asRecorded(response.toObject()) as JsonMessage));
    stream.on('error', () => undefined);
    return new Promise((resolve) => {
      stream.on('status', ({ code, details, metadata }: StatusObject) => {
        const trailers = metadata.toJSON() as Record<string, string[]>;
        const texts = Object.entries(trailers).map(([key, values]) => [key, values.join()]);
        resolve({ messages, status: { code, details, trailers: Object.fromEntries(texts) as Record<string, string> } });
      });
    });
  }

  /** Follows until as much has come as was recorded; writes the recorded live events once the subscription is live. */
  #follow(stream: ClientReadableStream<ReadResp>, call: RecordedCall): Promise<Answer> {
    const recorded = messagesFrom(call, 'server').filter((message) => !message['checkpoint']);
    const live = recorded.slice(recorded.findIndex((message) => message['caughtUp']) + 1);
    const messages: JsonMessage[] = [];
    return new Promise((resolve, reject) => {
      stream.on('error', (error: ServiceError) => (error.code === status.CANCELLED ? undefined : reject(error)));
      stream.on('data', (response: ReadResp) => {
        if (!response.hasCheckpoint()) messages.push(asRecorded(response.toObject()) as JsonMessage);
        if (response.hasCaughtUp() && live.length > 0) this.batchAppend(live.map(appendOf)).catch(reject);
        if (messages.length < recorded.length) return;
        stream.cancel();
        resolve({ messages });
      });
    });
  }

  #remove(call: RecordedCall, metadata: Metadata): Promise<Answer> {
    const [request] = messagesFrom(call, 'client');
    if (!request) throw new Error('a deletion without a request');
    return new Promise((resolve, reject) => {
      const reply = (error: Error | null, response?: { toObject(): object }): void => {
        if (error || !response) reject(error ?? new Error('no response'));
        else resolve({ messages: [asRecorded(response.toObject()) as JsonMessage] });
      };
      if (call.method.endsWith('/Delete')) this.#client.delete(deleteRequest(request), metadata, reply);
      else this.#client.tombstone(tombstoneRequest(request), metadata, reply);
    });
  }
}

/** Answers of one batch stream come in any order. */
export function byCorrelation(messages: readonly JsonMessage[]): JsonMessage[] {
  const id = (message: JsonMessage): string => JSON.stringify(at(message, 'correlationId', 'string'));
  return messages.toSorted((a, b) => (id(a) < id(b) ? -1 : 1));
}
