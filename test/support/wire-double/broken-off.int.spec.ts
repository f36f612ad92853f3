import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentials } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc, { type StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { startWireDouble, type WireDouble } from './wire-double.js';
import { identifierOf } from './wire.js';

const CALLS = 10;
const EVENTS = 100;
const DEADLINE_MS = 100;

describe('an append that is broken off, at the double', () => {
  let double: WireDouble;
  let client: StreamsClient;

  beforeAll(async () => {
    double = await startWireDouble();
    client = new streamsGrpc.StreamsClient(`127.0.0.1:${double.port}`, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await double.stop();
  });

  it('by its deadline while its events arrive is written whole or not at all', async () => {
    for (let call = 0; call < CALLS; call += 1) await appendTooLate();
    const reader = EventStoreDBClient.connectionString(double.url);
    const counts = new Map<string, number>();
    for await (const { event } of reader.readAll()) {
      const stream = event?.streamId ?? '';
      counts.set(stream, (counts.get(stream) ?? 0) + 1);
    }
    await reader.dispose();
    expect([...counts.values()].filter((count) => count !== EVENTS)).toEqual([]);
  });

  /** Keeps the process busy past the deadline, so that the server's clock ends the call before its events are read. */
  function appendTooLate(): Promise<void> {
    return new Promise((resolve) => {
      const call = client.append({ deadline: Date.now() + DEADLINE_MS }, () => resolve());
      call.on('error', () => undefined);
      const options = new streams.AppendReq.Options()
        .setStreamIdentifier(identifierOf(`thing-${crypto.randomUUID()}`))
        .setNoStream(new shared.Empty());
      call.write(new streams.AppendReq().setOptions(options));
      for (let n = 0; n < EVENTS; n += 1) call.write(eventRequest());
      call.end();
      setTimeout(() => {
        const until = performance.now() + 2 * DEADLINE_MS;
        while (performance.now() < until);
      }, DEADLINE_MS / 10);
    });
  }

  function eventRequest() {
    const message = new streams.AppendReq.ProposedMessage().setId(new shared.UUID().setString(crypto.randomUUID()));
    message.getMetadataMap().set('type', 'happened').set('content-type', 'application/json');
    return new streams.AppendReq().setProposedMessage(message.setData(Buffer.alloc(9_000, ' ')));
  }
});
