/** The gRPC services of one node. */
import { Server, type handleUnaryCall } from '@grpc/grpc-js';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features, { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { handleAppend, handleBatchAppend } from './appends.js';
import { handleDelete, handleTombstone } from './deletions.js';
import { handleGossip } from './gossip.js';
import { handleRead } from './reads.js';
import type { ServerContext } from './server-context.js';

export const HOST = '127.0.0.1';
const VERSION = '23.10.6';

export function createServer(context: ServerContext): Server {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(featuresGrpc.ServerFeaturesService, { getSupportedMethods: supportedMethods() });
  server.addService(gossipGrpc.GossipService, { read: handleGossip(() => context.members()) });
  server.addService(streamsGrpc.StreamsService, {
    read: handleRead(context),
    append: handleAppend(context),
    batchAppend: handleBatchAppend(context),
    delete: handleDelete(context),
    tombstone: handleTombstone(context),
  });
  return server;
}

const STREAMS = 'event_store.client.streams.streams';
const METHODS: readonly (readonly [service: string, method: string, features: readonly string[]])[] = [
  [STREAMS, 'read', ['position', 'events']],
  [STREAMS, 'append', []],
  [STREAMS, 'delete', []],
  [STREAMS, 'tombstone', []],
  [STREAMS, 'batchappend', ['deadline_duration']],
  ['event_store.client.gossip.gossip', 'read', []],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
];

function supportedMethods(): handleUnaryCall<Empty, SupportedMethods> {
  const methods = METHODS.map(([service, method, names]) =>
    new features.SupportedMethod()
      .setServiceName(service)
      .setMethodName(method)
      .setFeaturesList([...names]),
  );
  return (_call, reply) =>
    reply(null, new features.SupportedMethods().setEventStoreServerVersion(VERSION).setMethodsList(methods));
}
