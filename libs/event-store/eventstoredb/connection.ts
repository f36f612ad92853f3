import type { Duplex, Readable, Writable } from 'node:stream';
import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { Channel, credentials as channelCredentials, type Client as GrpcClient } from '@grpc/grpc-js';
import { within } from '../patience.js';
import { isAnswered, isDeadlineExceeded, NoAnswer } from './client-errors.js';
import type { ConnectionSettings } from './connection-string.js';
import { readTlsFiles, type TlsFiles } from './tls-files.js';

// Events of up to 16 MiB can be in the log, as in the client's own channel.
const MAX_RECEIVED_BYTES = 17 * 1024 * 1024;
const KEEP_ALIVE_MS = 10_000;
const LONGEST_RECONNECT_MS = 1_000;

/**
 * The client, and the node that it talks to. The client leaves a node that refuses a connection or says that it does
 * not lead, but stays for good with one that answers nothing or is not ready: such a one is left here.
 */
export class Connection {
  readonly client: EventStoreDBClient;

  /** Connects at the first use. @throws EventStoreMisconfigured for files that cannot be used */
  constructor(settings: ConnectionSettings) {
    this.client = createClient(settings, readTlsFiles(settings));
  }

  /**
   * Does one thing with the client, within so many milliseconds; `timeUp` aborts then.
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

  /** Told that a call on the channel failed: where that does not answer what was asked, the next one looks for the leader. */
  failed(channel: Channel, error: unknown): void {
    if (isAnswered(error)) return;
    // Of the gRPC client only its channel is looked at; nothing happens where the channel was replaced meanwhile.
    const user = { getChannel: () => channel } as unknown as GrpcClient;
    void this.client['handleError'](user, new UnavailableError());
  }

  /** The channel that calls begun now use. */
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

  // Its batch stream keeps what is in flight in a registry of the whole process: when any connection dies it forgets
  // them all, and the next answer on a healthy one then throws outside of any handler. So it appends call by call.
  client['supports'] = () => Promise.resolve(false);

  // Nobody waits for it, and it fails where the cluster cannot be discovered: that would end the process.
  const handleError = client['handleError'];
  client['handleError'] = (user, error) => handleError(user, error).catch(() => undefined);

  // A stream that the server ended before it was cancelled, unread, would stay in the client's registry for good.
  const createStream = client['GRPCStreamCreator'];
  client['GRPCStreamCreator'] = <User extends GrpcClient, Stream extends Readable | Writable | Duplex>(
    ...creation: Parameters<typeof createStream<User, Stream>>
  ) => {
    const create = createStream<User, Stream>(...creation);
    return async () => destroyedByCancel(await create());
  };

  // Its channels share connections by address: a new one would go on with one that is stuck.
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

/** The client cancels every stream that is left, but only reading it to its end, or destroying it, frees it. */
function destroyedByCancel<Stream extends Readable | Writable | Duplex>(stream: Stream): Stream {
  // Every stream of gRPC has it.
  const cancellable = stream as Stream & { cancel(): void };
  const cancel = cancellable.cancel.bind(cancellable);
  cancellable.cancel = () => {
    cancel();
    stream.destroy();
  };
  return stream;
}
