/**
 * A cluster of doubles, each with its own port and log. They lose their leader in the ways seen on real nodes:
 *
 *     const cluster = await startWireCluster({ nodes: 3 });
 *     startApp('standalone', { EVENTSTORE_URL: cluster.url, … });
 *     const { elected } = cluster.killLeader();   // connections reset, 'Server Is Not Ready' for 0.9 s, then another leads
 *     await elected;
 *     await cluster.revive();                     // the killed node is a follower now
 *     cluster.freezeLeader();                     // accepts and answers nothing for 35 s, another leads after 6.5 s
 *     cluster.lag(2);                             // node 2 answers reads without the latest event
 *     await cluster.loseQuorum();                 // one follower is left: it answers reads, nothing that needs a leader
 *     await cluster.stop();
 *
 * Acknowledged events are on every node that is up and does not lag, so they survive each of these.
 */
import { ClusterNode, type ClusterView } from './cluster-node.js';
import type { Member } from './gossip.js';
import { HOST } from './server.js';

// Measured on real clusters of three.
const ELECTION_AFTER_KILL_MS = 900;
const ELECTION_AFTER_FREEZE_MS = 6_500;
const FROZEN_MS = 35_000;
const RETIRES_AFTER_MS = 3_000;
// For this share of the time the others still believe that the dead node leads.
const UNNOTICED_SHARE = 0.3;

export interface WireClusterOptions {
  /** Number of nodes; default 3. */
  readonly nodes?: number;
  /** False for servers before 23.10; default true. */
  readonly saysCaughtUp?: boolean;
}

/** A leader that failed, and the node that the others elect. */
export interface Failover {
  readonly failed: ClusterNode;
  readonly elected: Promise<ClusterNode>;
}

export async function startWireCluster(options: WireClusterOptions = {}): Promise<WireCluster> {
  const cluster = new WireCluster(options);
  await Promise.all(cluster.nodes.map((node) => node.start()));
  return cluster;
}

export class WireCluster implements ClusterView {
  readonly nodes: readonly ClusterNode[];
  #leader: ClusterNode | undefined;
  /** Dead or frozen, and not yet missed by the others. */
  #unmissed: ClusterNode | undefined;
  #electing = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor({ nodes = 3, saysCaughtUp = true }: WireClusterOptions) {
    this.nodes = Array.from({ length: nodes }, (_, index) => new ClusterNode(index, this, saysCaughtUp));
    for (const node of this.nodes)
      node.log.onAppended(() => {
        if (node === this.#leader) this.#replicate();
      });
    this.#elect();
  }

  /** Connection string with every node as a seed. */
  get url(): string {
    return `esdb+discover://${this.nodes.map(({ port }) => `${HOST}:${port}`).join(',')}?tls=false`;
  }

  get leader(): ClusterNode | undefined {
    return this.#leader;
  }

  get followers(): readonly ClusterNode[] {
    return this.nodes.filter((node) => node !== this.#leader && node.health === 'up');
  }

  get hasQuorum(): boolean {
    return this.nodes.filter(({ health }) => health === 'up').length > this.nodes.length / 2;
  }

  /** Appends that arrived at any node, including refused ones. */
  get appends(): number {
    return this.nodes.reduce((sum, { counts }) => sum + counts.appends + counts.batchAppends, 0);
  }

  /** Like SIGKILL: its connections are reset and new ones refused, until `revive`. */
  killLeader({ electionMs = ELECTION_AFTER_KILL_MS } = {}): Failover {
    const failed = this.#depose();
    failed.kill();
    return { failed, elected: this.#electAfter(electionMs) };
  }

  /** Like SIGSTOP: it accepts connections and answers nothing; after `ms` it comes back as a follower. */
  freezeLeader(ms = FROZEN_MS, { electionMs = ELECTION_AFTER_FREEZE_MS } = {}): Failover {
    const failed = this.#depose();
    failed.freeze();
    this.#later(ms, () => this.thaw(failed));
    return { failed, elected: this.#electAfter(electionMs) };
  }

  /** Ends a freeze before its time. */
  thaw(node: ClusterNode): void {
    if (node.health !== 'frozen') return;
    // By now the node knows its state, when it handles the requests that clients sent meanwhile.
    node.state = this.#leader ? 'follower' : 'unknown';
    node.thaw();
    this.#replicate();
  }

  /** Makes the node lag the leader by so many events; 0 ends that. */
  lag(index: number, events = 1): void {
    const node = this.#node(index);
    if (node === this.#leader) throw new Error('a leader does not lag');
    node.behind = events;
    this.#replicate();
  }

  /**
   * Kills all nodes but one. A follower that is left answers reads and refuses requests that need a leader. A leader
   * that is left answers reads and swallows writes until it retires after 3 s.
   */
  loseQuorum({ left = 'follower', retireMs = RETIRES_AFTER_MS }: LostQuorum = {}): ClusterNode {
    const last = left === 'leader' ? this.#leader : this.followers.at(0);
    if (!last) throw new Error(`no ${left} is up`);
    for (const node of this.nodes) if (node !== last) node.kill();
    if (last === this.#leader) this.#later(retireMs, () => this.#retire());
    else this.#retire();
    return last;
  }

  /** Kills every node at once. */
  killAll(): void {
    this.#leader = undefined;
    this.#unmissed = undefined;
    for (const node of this.nodes) node.kill();
  }

  /** Starts every killed node again, as a follower. If that makes a majority, a leader is elected. */
  async revive({ electionMs = ELECTION_AFTER_KILL_MS } = {}): Promise<void> {
    const killed = this.nodes.filter(({ health }) => health === 'killed');
    await Promise.all(killed.map((node) => node.restart()));
    for (const node of killed) node.state = this.#leader ? 'follower' : 'unknown';
    this.#replicate();
    if (!this.#leader && !this.#electing && this.hasQuorum) await this.#electAfter(electionMs);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const node of this.nodes) node.stop();
  }

  leaderSeenBy(node: ClusterNode): ClusterNode | undefined {
    return node === this.#leader ? node : (this.#leader ?? this.#unmissed);
  }

  membersSeenBy(observer: ClusterNode): readonly Member[] {
    const seen = this.leaderSeenBy(observer);
    return this.nodes.map((node) => ({
      host: HOST,
      port: node.port,
      state: node === seen ? 'leader' : node.state,
      alive: node === seen || node.health === 'up',
    }));
  }

  #node(index: number): ClusterNode {
    const node = this.nodes[index];
    if (!node) throw new Error(`there is no node ${index}`);
    return node;
  }

  #depose(): ClusterNode {
    const failed = this.#leader;
    if (!failed) throw new Error('no node leads');
    this.#leader = undefined;
    this.#unmissed = failed;
    return failed;
  }

  #electAfter(ms: number): Promise<ClusterNode> {
    this.#electing = true;
    this.#later(ms * UNNOTICED_SHARE, () => this.#miss());
    return new Promise((resolve) => {
      this.#later(ms, () => {
        this.#electing = false;
        const elected = this.#elect();
        if (elected) resolve(elected);
      });
    });
  }

  #miss(): void {
    this.#unmissed = undefined;
    for (const node of this.nodes) if (node.health === 'up') node.state = 'unknown';
  }

  #retire(): void {
    if (this.hasQuorum) return;
    this.#leader = undefined;
    this.#miss();
  }

  /** Elects the node with the longest log, if a majority is up. */
  #elect(): ClusterNode | undefined {
    this.#unmissed = undefined;
    if (this.#leader || !this.hasQuorum) return this.#leader;
    const candidates = this.nodes.filter(({ health }) => health === 'up');
    const [best] = candidates.toSorted((a, b) => b.log.events.length - a.log.events.length);
    for (const node of candidates) node.state = node === best ? 'leader' : 'follower';
    if (best) best.behind = 0;
    this.#leader = best;
    this.#replicate();
    return best;
  }

  /** Copies the leader's events to every follower that is up, except for its lag. */
  #replicate(): void {
    const events = this.#leader?.log.events ?? [];
    for (const { log, behind } of this.followers)
      for (const event of events.slice(log.events.length, Math.max(log.events.length, events.length - behind)))
        log.adopt(event);
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

export interface LostQuorum {
  readonly left?: 'follower' | 'leader';
  readonly retireMs?: number;
}
