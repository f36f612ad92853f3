import autocannon from 'autocannon';
import type { Figure } from '../figure.js';
import type { NodeProcess } from './node-process.js';
import { median, whole } from './numbers.js';

export const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_SECONDS = 5;
const WARM_UP_SECONDS = 3;

export interface Load {
  readonly perSecond: number;
  /** Processor time of the server per request, in microseconds. */
  readonly processorUs: number;
  readonly p50: number;
  readonly p99: number;
}

/** The results of one round. */
export interface Pair {
  readonly ours: Load;
  readonly hello: Load;
}

/** A server and its requests. */
export interface Target extends Omit<autocannon.Options, 'url'> {
  readonly server: NodeProcess;
}

/** Runs rounds of requests to Assay and to the bare server, in turn. @throws Error for any answer but 200 */
export async function sideBySide(ours: Target, hello: Target, tell: (line: string) => void): Promise<Pair[]> {
  await load(ours, WARM_UP_SECONDS);
  await load(hello, WARM_UP_SECONDS);
  const rounds: Pair[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const pair = { ours: await load(ours, ROUND_SECONDS), hello: await load(hello, ROUND_SECONDS) };
    rounds.push(pair);
    tell(`round ${round}: ${inWords(pair.ours)}, hello ${inWords(pair.hello)}`);
  }
  return rounds;
}

const inWords = ({ perSecond, processorUs }: Load): string => `${whole(perSecond)}/s at ${processorUs.toFixed(1)} µs`;

/** @param most99 the limit of Assay's 99th percentile, in milliseconds */
export function loadFigure(figure: string, rounds: readonly Pair[], least: number, most99 = Infinity): Figure {
  const ratio = median(rounds.map(({ ours, hello }) => ours.perSecond / hello.perSecond));
  const p99 = median(rounds.map(({ ours }) => ours.p99));
  const describe = (each: readonly Load[]): string =>
    `${whole(median(each.map((round) => round.perSecond)))} requests/s ` +
    `(p50 ${median(each.map((round) => round.p50))} ms, p99 ${median(each.map((round) => round.p99))} ms)`;
  return {
    figure,
    measured: describe(rounds.map(({ ours }) => ours)),
    processor: `${processorOf(rounds.map(({ ours }) => ours))} (hello ${processorOf(rounds.map(({ hello }) => hello))})`,
    baseline: `node:http hello: ${describe(rounds.map(({ hello }) => hello))}`,
    ratio,
    floor: Number.isFinite(most99) ? `≥ ${least}, p99 ≤ ${most99} ms` : `≥ ${least}`,
    met: ratio >= least && p99 <= most99,
  };
}

const processorOf = (each: readonly Load[]): string =>
  `${median(each.map(({ processorUs }) => processorUs)).toFixed(1)} µs`;

/** @param duration seconds */
export async function load({ server, ...options }: Target, duration: number): Promise<Load> {
  const before = await server.processorSeconds();
  const result = await autocannon({ ...options, url: server.url, connections: CONNECTIONS, duration });
  const processorUs = (((await server.processorSeconds()) - before) * 1e6) / result.requests.total;
  if (result.errors + result.timeouts + result.non2xx > 0) throw new Error(`${server.url} did not always answer 200`);
  return { perSecond: result.requests.average, processorUs, p50: result.latency.p50, p99: result.latency.p99 };
}
