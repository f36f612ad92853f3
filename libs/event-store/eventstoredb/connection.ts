import type { Duplex, Readable, Writable } from 'node:stream';
import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { Channel, credentials as channelCredentials, type Client as GrpcClient } from '@grpc/grpc-js';
import { within } from '../patience.js';
import { isAnswered, isDeadlineExceeded, NoAnswer } from './client-errors.js';
import type { ConnectionSettings } from './connection-string.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';

// The log can have events of up to 16 MiB; the client's own channel has the same limit.
const MAX_RECEIVED_BYTES = 17 * 1024 * 1024;
const KEEP_ALIVE_MS = 10_000;
const LONGEST_RECONNECT_MS = 1_000;

/**
 * The client and its node. The client by itself leaves a node that refuses connections or does not lead, but it stays
 * with a node that is silent or not ready. This class makes it leave those too.
 */
export class Connection {
  readonly client: EventStoreDBClient;

  /** Connects at the first use. @throws EventStoreMisconfigured for invalid TLS files */
  constructor(settings: ConnectionSettings) {
    this.client = createClient(settings, readTlsFiles(settings));
  }

  /**
   * Runs one action with the client. After `ms` milliseconds `timeUp` aborts.
   * @throws the client's error, or NoAnswer
   */
  async call<T>(ms: number, action: (client: EventStoreDBClient, timeUp: AbortSignal) => Promise<T>): Promise<T> {
    const timeUp = new AbortController();
    let used: Channel | undefined;
    const acting = this.channel().then((channel) => {
      used = channel;
      return action(this.client, timeUp.signal);
    });
    const noAnswer = (): NoAnswer => new NoAnswer(ms, used?.getTarget());
    try {
      return await within(acting, ms, noAnswer);
    } catch (error) {
      timeUp.abort();
      if (used) this.failed(used, error);
      throw isDeadlineExceeded(error) ? noAnswer() : error;
    }
  }

  /** Reports a failed call on the channel. Unless the failure is an answer, the next call finds the leader anew. */
  failed(channel: Channel, error: unknown): void {
    if (isAnswered(error)) return;
    // `handleError` reads only the channel, and does nothing if the channel was replaced meanwhile.
    const user = { getChannel: () => channel } as unknown as GrpcClient;
    void this.client['handleError'](user, new UnavailableError());
  }

  /** The current channel: new calls use it. */
  channel(): Promise<Channel> {
    return this.client['getChannel']();
  }

  close(): Promise<void> {
    return this.client.dispose();
  }
}

function createClient(settings: ConnectionSettings, { ca, cert, key }: TlsFiles): EventStoreDBClient {
  const { endpoints, gossip, tls, credentials, client: options } = settings;
  const [first] = endpoints;
  const security = {
    insecure: !tls,
    ...(ca && { rootCertificate: ca }),
    ...(cert && { userCertFile: cert }),
    ...(key && { userKeyFile: key }),
  };
  const client =
    gossip || !first
      ? new EventStoreDBClient({ endpoints: [...endpoints], ...options }, security, credentials)
      : new EventStoreDBClient({ endpoint: first, ...options }, security, credentials);
  const transport = tls ? channelCredentials.createSsl(ca, key, cert) : channelCredentials.createInsecure();
  const keepAlive = (ms = KEEP_ALIVE_MS): number => (ms < 0 ? Number.MAX_VALUE : ms);

  // The client's batch stream keeps pending appends in a registry of the whole process. When any connection dies, the
  // registry is cleared, and the next answer on a healthy connection throws outside of any handler. So batching is off.
  client['supports'] = () => Promise.resolve(false);

  // The client does not await it. It rejects if discovery of the cluster fails, which would end the process.
  const handleError = client['handleError'];
  client['handleError'] = (user, error) => handleError(user, error).catch(() => undefined);

  // A stream that ends unread on the server before it is cancelled would leak in the client's registry.
  const createStream = client['GRPCStreamCreator'];
  client['GRPCStreamCreator'] = <User extends GrpcClient, Stream extends Readable | Writable | Duplex>(
    ...creation: Parameters<typeof createStream<User, Stream>>
  ) => {
    const create = createStream<User, Stream>(...creation);
    return async () => destroyedByCancel(await create());
  };

  // The client's channels share connections per address, so a new channel would reuse a stuck connection.
  // Private members have no type in the client's declarations.
  const createChannel = client['createChannel'] as () => Promise<Channel>;
  client['createChannel'] = async () => {
    const channel = await createChannel();
    channel.close();
    return new Channel(channel.getTarget(), transport, {
      'grpc.keepalive_time_ms': keepAlive(options.keepAliveInterval),
      'grpc.keepalive_timeout_ms': keepAlive(options.keepAliveTimeout),
      'grpc.max_receive_message_length': MAX_RECEIVED_BYTES,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_reconnect_backoff_ms': LONGEST_RECONNECT_MS,
    });
  };
  return client;
}

/** The client cancels abandoned streams, but only reading one to its end or destroying it frees it. */
function destroyedByCancel<Stream extends Readable | Writable | Duplex>(stream: Stream): Stream {
  // Every gRPC stream has `cancel`.
  const cancellable = stream as Stream & { cancel(): void };
  const cancel = cancellable.cancel.bind(cancellable);
  cancellable.cancel = () => {
    cancel();
    stream.destroy();
  };
  return stream;
}
