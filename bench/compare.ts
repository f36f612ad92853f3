import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { decisionsOf } from './parts/decide.js';
import { evaluations, makeFlags } from './parts/decisions.js';
import { startPostgres, type BenchPostgres } from './support/database.js';
import { load, type Target } from './support/http-load.js';
import { DIST } from './support/node-process.js';
import { median } from './support/numbers.js';
import { startStandalone, type Standalone } from './support/standalone.js';
import { createWorld } from './support/world.js';

const PAIRS = 5;
const SECONDS = 4;

/** Measures the server's processor time per request, in microseconds. */
type Measure = () => Promise<number>;
/** The values of this build and of the other. */
type Pair = readonly [number, number];
/** Microseconds by name of the measurement. */
type Microseconds = Readonly<Record<string, number>>;

interface Build {
  readonly app: Standalone;
  readonly measures: Readonly<Record<string, Measure>>;
}

/**
 * `npm run bench:compare -- <another built checkout>` compares the cost of each request and each evaluation in both
 * builds, in alternating pairs. It shows what an optimisation saves: this build has it, the other does not. `--http`
 * measures only requests, `--local` only evaluations.
 */
async function main(words: readonly string[]): Promise<void> {
  const [other, ...rest] = words.filter((word) => !word.startsWith('--'));
  if (other === undefined || rest.length > 0) throw new Error('name the folder of one other checkout that is built');
  if (!words.includes('--local')) await overHttp(other);
  if (!words.includes('--http')) for (const line of await inProcess(other)) process.stdout.write(`${line}\n`);
}

async function overHttp(other: string): Promise<void> {
  const postgres = await startPostgres();
  const builds: Build[] = [];
  try {
    for (const dist of [DIST, pathToFileURL(`${resolve(other)}/dist/`)]) builds.push(await start(postgres, dist));
    const [here, there] = builds;
    if (!here || !there) return;
    for (const [name, measure] of Object.entries(here.measures)) {
      const theirs = there.measures[name];
      if (theirs) process.stdout.write(`${name}: ${await inPairs(measure, theirs)}\n`);
    }
  } finally {
    for (const { app } of builds) await app.stop();
    await postgres.stop();
  }
}

async function start(postgres: BenchPostgres, dist: URL): Promise<Build> {
  const app = await startStandalone(postgres, dist);
  const world = await createWorld(app.admin);
  const flag = await makeFlags(world);
  const targets: Readonly<Record<string, Target>> = {
    decide: await decisionsOf(app, world),
    'OFREP single': evaluations(app, world, `/flags/${flag}`),
    'OFREP bulk': evaluations(app, world, '/flags'),
  };
  const measures = Object.entries(targets).map(([name, target]): [string, Measure] => [
    name,
    async () => (await load(target, SECONDS)).processorUs,
  ]);
  return { app, measures: Object.fromEntries(measures) };
}

async function inPairs(ours: Measure, theirs: Measure): Promise<string> {
  await ours();
  await theirs();
  const pairs: Pair[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push([await ours(), await theirs()]);
  return describe(pairs);
}

/** Describes the medians, and the share of the other's time that this build saves: median and range over the pairs. */
function describe(pairs: readonly Pair[]): string {
  const saved = pairs.map(([here, there]) => (1 - here / there) * 100);
  const [here, there] = [median(pairs.map(([us]) => us)), median(pairs.map(([, us]) => us))];
  const range = `${Math.min(...saved).toFixed(1)} to ${Math.max(...saved).toFixed(1)}`;
  return `${here.toFixed(2)} µs here, ${there.toFixed(2)} µs there: saves ${median(saved).toFixed(1)} % (${range})`;
}

/** Runs the evaluations of both builds in turn. @returns a description of each measurement */
async function inProcess(other: string): Promise<string[]> {
  const dists = [DIST, pathToFileURL(`${resolve(other)}/dist/`)];
  const runs: Microseconds[][] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const both: Microseconds[] = [];
    for (const dist of dists) both.push(await evaluate(dist));
    runs.push(both);
  }
  return Object.keys(runs[0]?.[0] ?? {}).map((name) => {
    const pairs = runs.map(([here, there]): Pair => [here?.[name] ?? NaN, there?.[name] ?? NaN]);
    return `${name}: ${describe(pairs)}`;
  });
}

async function evaluate(dist: URL): Promise<Microseconds> {
  const program = fileURLToPath(new URL('compiled/bench/local/evaluations.js', dist));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program]);
  const { withoutId, withId, scattered } = JSON.parse(stdout) as Readonly<
    Record<'withoutId' | 'withId' | 'scattered', { readonly ours: number; readonly theirs: number }>
  >;
  return {
    'in process, 10 flags, no id': 1e6 / withoutId.ours,
    'in process, 10 flags, with id': 1e6 / withId.ours,
    'in process, 10,000 flags by turns': 1e6 / scattered.theirs,
  };
}

await main(process.argv.slice(2));
