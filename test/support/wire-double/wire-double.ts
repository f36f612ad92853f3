/**
 * A double of an EventStoreDB server that speaks its wire protocol: the real client connects to it over gRPC. What it
 * answers is checked against recordings of a real server in `recording.int.spec.ts`.
 */
import { Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features, { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared, { type Empty } from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { handleAppend, handleBatchAppend } from './appends.js';
import { handleDelete, handleTombstone } from './deletions.js';
import { Log } from './log.js';
import { Misbehaviour } from './misbehaviour.js';
import { handleRead } from './reads.js';
import type { ServerContext } from './server-context.js';
import { failure } from './wire.js';

const HOST = '127.0.0.1';
const LEADER = 8;
const VERSION = '23.10.6';

export interface WireDoubleOptions {
  /** False as in servers before 23.10; default true. */
  readonly saysCaughtUp?: boolean;
}

export interface WireDouble {
  /** Connection string for the client. */
  readonly url: string;
  readonly port: number;
  readonly misbehave: Misbehaviour;
  readonly counts: ServerContext['counts'];
  /** Breaks every connection and refuses new ones, as SIGKILL does; the data stays. */
  kill(): void;
  /** Listens again on the same port with the same data. */
  restart(): Promise<void>;
  /** Deletes a stream for good, as an operator can. */
  tombstone(stream: string): void;
  stop(): Promise<void>;
}

/** Starts a double on a free port of the loopback interface. */
export async function startWireDouble(options: WireDoubleOptions = {}): Promise<WireDouble> {
  let port = 0;
  let server: Server | undefined;
  const context: ServerContext = {
    log: new Log(),
    misbehave: new Misbehaviour(),
    counts: { appends: 0, batchAppends: 0, eventsSent: 0 },
    saysCaughtUp: options.saysCaughtUp ?? true,
    dropConnections: () => {
      kill();
      void listen();
    },
    notLeader: () => {
      const trailers = { exception: 'not-leader', 'leader-endpoint-host': HOST, 'leader-endpoint-port': String(port) };
      return failure(status.NOT_FOUND, 'Leader info available', trailers);
    },
  };

  async function listen(): Promise<void> {
    const listening = createServer(context, () => port);
    server = listening;
    port = await new Promise<number>((resolve, reject) => {
      listening.bindAsync(`${HOST}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
  }

  function kill(): void {
    server?.forceShutdown();
    server = undefined;
  }

  await listen();
  return {
    url: `esdb://${HOST}:${port}?tls=false`,
    port,
    misbehave: context.misbehave,
    counts: context.counts,
    kill,
    restart: listen,
    tombstone: (stream) => void context.log.tombstone(stream, 'any'),
    stop: async () => kill(),
  };
}

function createServer(context: ServerContext, port: () => number): Server {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(featuresGrpc.ServerFeaturesService, { getSupportedMethods: supportedMethods() });
  server.addService(gossipGrpc.GossipService, { read: clusterInfo(port) });
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

function clusterInfo(port: () => number): handleUnaryCall<Empty, ClusterInfo> {
  const instanceId = new shared.UUID().setStructured(
    new shared.UUID.Structured()
      .setMostSignificantBits('4442639057624777588')
      .setLeastSignificantBits('-5343695611122235427'),
  );
  return (_call, reply) => {
    const self = new gossip.MemberInfo()
      .setInstanceId(instanceId)
      .setTimeStamp((BigInt(Date.now()) * 10_000n).toString())
      .setState(LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossip.EndPoint().setAddress(HOST).setPort(port()));
    reply(null, new gossip.ClusterInfo().setMembersList([self]));
  };
}
