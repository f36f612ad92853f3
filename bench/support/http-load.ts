import autocannon from 'autocannon';
import type { Figure } from '../figure.js';
import { median, whole } from './numbers.js';

export const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_SECONDS = 5;
const WARM_UP_SECONDS = 3;

export interface Load {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One round of both. */
export interface Pair {
  readonly ours: Load;
  readonly hello: Load;
}

/** Rounds of requests to us and to the bare server, in turn. @throws Error when anything but 200 came back */
export async function sideBySide(
  ours: autocannon.Options,
  hello: autocannon.Options,
  tell: (line: string) => void,
): Promise<Pair[]> {
  await load(ours, WARM_UP_SECONDS);
  await load(hello, WARM_UP_SECONDS);
  const rounds: Pair[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const pair = { ours: await load(ours, ROUND_SECONDS), hello: await load(hello, ROUND_SECONDS) };
    rounds.push(pair);
    tell(`round ${round}: ${whole(pair.ours.perSecond)}/s, hello ${whole(pair.hello.perSecond)}/s`);
  }
  return rounds;
}

/** @param most99 also the 99th percentile of ours, in milliseconds, must not be above */
export function loadFigure(figure: string, rounds: readonly Pair[], least: number, most99 = Infinity): Figure {
  const ratio = median(rounds.map(({ ours, hello }) => ours.perSecond / hello.perSecond));
  const p99 = median(rounds.map(({ ours }) => ours.p99));
  const describe = (each: readonly Load[]): string =>
    `${whole(median(each.map((round) => round.perSecond)))} requests/s ` +
    `(p50 ${median(each.map((round) => round.p50))} ms, p99 ${median(each.map((round) => round.p99))} ms)`;
  return {
    figure,
    measured: describe(rounds.map(({ ours }) => ours)),
    baseline: `node:http hello: ${describe(rounds.map(({ hello }) => hello))}`,
    ratio,
    floor: Number.isFinite(most99) ? `≥ ${least}, p99 ≤ ${most99} ms` : `≥ ${least}`,
    met: ratio >= least && p99 <= most99,
  };
}

async function load(options: autocannon.Options, duration: number): Promise<Load> {
  const result = await autocannon({ ...options, connections: CONNECTIONS, duration });
  if (result.errors + result.timeouts + result.non2xx > 0) throw new Error(`${options.url} did not always answer 200`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
