import type { Random } from '../support/random.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import type { ChaosStores } from './chaos-stores.js';

const SHORTEST_MS = 100;
const LONGEST_MS = 2_500;
const LONGEST_CALM_MS = 700;
const TERMINATE_EVERY_MS = 50;

/** Faults of both stores and of their connections, at random times; each ends before the next begins. */
export class Storm {
  /** How often each fault struck. */
  readonly struck: Record<string, number> = {};
  private readonly faults: readonly (readonly [name: string, act: () => Promise<void>])[];

  constructor(
    private readonly stores: ChaosStores,
    private readonly random: Random,
  ) {
    const { postgres } = stores;
    const ways = [
      ['the database', stores.toDatabase],
      ['the events', stores.toEvents],
    ] as const;
    this.faults = [
      ...ways.flatMap(([name, proxy]) => this.faultsOf(name, proxy)),
      ['PostgreSQL restarted fast', () => this.restart(() => postgres.stopFast())],
      ['PostgreSQL restarted immediately', () => this.restart(() => postgres.crash())],
      ['PostgreSQL read-only', () => this.readOnly()],
      ['backends terminated', () => this.terminate()],
    ];
  }

  /** Causes faults for so long, then leaves everything working. */
  async blow(ms: number): Promise<void> {
    const end = performance.now() + ms;
    // Every fault at least once, in random order.
    const first = [...this.faults].sort(() => this.random.next() - 0.5);
    for (let n = 0; performance.now() < end || n < first.length; n += 1) {
      const fault = first[n] ?? this.faults[Math.floor(this.random.next() * this.faults.length)];
      if (!fault) return;
      const [name, act] = fault;
      await act();
      this.struck[name] = (this.struck[name] ?? 0) + 1;
      await pause(this.random.next() * LONGEST_CALM_MS);
    }
  }

  private faultsOf(name: string, proxy: TcpProxy): (readonly [string, () => Promise<void>])[] {
    const forAWhile = (act: (on: boolean) => void) => async (): Promise<void> => {
      act(true);
      await this.aWhile();
      act(false);
    };
    return [
      [`${name}: cut`, async () => proxy.cut()],
      [`${name}: reset`, async () => proxy.reset()],
      [`${name}: half closed`, async () => proxy.halfClose()],
      [`${name}: stalled`, forAWhile((on) => proxy.stall(on))],
      [
        `${name}: refused`,
        forAWhile((on) => {
          proxy.refuse(on);
          if (on) proxy.cut();
        }),
      ],
    ];
  }

  private async restart(end: () => Promise<void>): Promise<void> {
    await end();
    await this.aWhile();
    await this.stores.postgres.startAgain();
  }

  private async readOnly(): Promise<void> {
    await this.stores.postgres.readOnly(true);
    await this.aWhile();
    await this.stores.postgres.readOnly(false);
  }

  private async terminate(): Promise<void> {
    const end = performance.now() + this.length();
    while (performance.now() < end) {
      await this.stores.postgres.terminateAll();
      await pause(TERMINATE_EVERY_MS);
    }
  }

  private aWhile(): Promise<void> {
    return pause(this.length());
  }

  private length(): number {
    return SHORTEST_MS + this.random.next() * (LONGEST_MS - SHORTEST_MS);
  }
}

/** The duration of a fault: there is no condition to wait for. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
