/** One node of a cluster of doubles: its own log, its gRPC server, and the port that clients see. */
import { ServerCredentials, status, type Metadata, type Server } from '@grpc/grpc-js';
import { Front } from './front.js';
import type { Member, NodeState } from './gossip.js';
import { Log } from './log.js';
import { Misbehaviour } from './misbehaviour.js';
import { requiresLeader, type ServerContext } from './server-context.js';
import { createServer, HOST } from './server.js';
import { failure } from './wire.js';

/** The questions of a node to its cluster. */
export interface ClusterView {
  /** The node that this one believes to lead, even if dead or frozen; undefined during an election. */
  leaderSeenBy(node: ClusterNode): ClusterNode | undefined;
  /** True if a majority is up, so that a write can be committed. */
  readonly hasQuorum: boolean;
  membersSeenBy(node: ClusterNode): readonly Member[];
}

export class ClusterNode implements ServerContext {
  readonly log = new Log();
  readonly misbehave = new Misbehaviour();
  readonly counts = { appends: 0, batchAppends: 0, reads: 0, eventsSent: 0 };
  health: 'up' | 'frozen' | 'killed' = 'up';
  state: NodeState = 'follower';
  /** The number of the leader's last events that this node lacks. */
  behind = 0;
  readonly #server: Server;
  #front: Front | undefined;
  #refusals = 0;

  constructor(
    readonly index: number,
    private readonly cluster: ClusterView,
    readonly saysCaughtUp: boolean,
  ) {
    this.#server = createServer(this);
  }

  async start(): Promise<void> {
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    this.#front = new Front({ host: HOST, port });
    await this.#front.open();
  }

  get port(): number {
    return this.#front?.port ?? 0;
  }

  /** Connection string of this node alone. */
  get url(): string {
    return `esdb://${HOST}:${this.port}?tls=false`;
  }

  kill(): void {
    this.health = 'killed';
    this.state = 'unknown';
    this.#front?.cut();
  }

  freeze(): void {
    this.health = 'frozen';
    this.#front?.freeze();
  }

  thaw(): void {
    if (this.health !== 'frozen') return;
    this.health = 'up';
    this.#front?.thaw();
  }

  async restart(): Promise<void> {
    await this.#front?.open();
    this.health = 'up';
  }

  stop(): void {
    this.#front?.cut();
    this.#server.forceShutdown();
  }

  /** The leader writes if a majority is up; a follower forwards, even to a leader that will never answer. */
  writable(metadata: Metadata): Log | undefined {
    const leader = this.cluster.leaderSeenBy(this);
    if (!leader || (leader !== this && requiresLeader(metadata))) throw this.notLeader();
    return leader.health === 'up' && leader.state === 'leader' && this.cluster.hasQuorum ? leader.log : undefined;
  }

  checkReadable(metadata: Metadata): void {
    if (this.state !== 'leader' && requiresLeader(metadata)) throw this.notLeader();
  }

  members(): readonly Member[] {
    return this.cluster.membersSeenBy(this);
  }

  dropConnections(): void {
    this.#front?.cut();
    void this.#front?.open();
  }

  notLeader(): ReturnType<typeof failure> {
    const leader = this.cluster.leaderSeenBy(this);
    if (leader) {
      const endpoint = { 'leader-endpoint-host': HOST, 'leader-endpoint-port': String(leader.port) };
      return failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', ...endpoint });
    }
    // Real nodes answered with both during elections.
    this.#refusals += 1;
    return failure(this.#refusals % 2 === 0 ? status.UNKNOWN : status.UNAVAILABLE, 'Server Is Not Ready');
  }
}
