import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AssayProblem } from '../packages/client/src/index.js';
import { clientOf } from './assay.js';
import { isPast, sampleExperiments } from './found.js';
import { visit } from './play.js';
import { remove, revokeKeys } from './remove.js';
import { setUp } from './set-up.js';

const USAGE =
  'npm run demo -- --key <admin key> [--url http://localhost:3000] [--rate 50] [--seed 1] [--seconds 120] [--remove]';
const TEXT = { type: 'string' } as const;
const OPTIONS = { url: TEXT, key: TEXT, rate: TEXT, seed: TEXT, seconds: TEXT, remove: { type: 'boolean' } } as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function number(name: string, given: string | undefined, least: number, most: number, otherwise: number): number {
  const found = given === undefined ? otherwise : Number(given);
  if (Number.isInteger(found) && found >= least && found <= most) return found;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}`);
}

/** Plays the sample against an Assay until its time is over or Ctrl-C is pressed. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const { url = 'http://localhost:3000', key = process.env['ASSAY_API_KEY'] } = values;
  if (!key) throw new Error(`--key is missing: ${USAGE}`);
  const admin = clientOf(url, key);
  if (values.remove) {
    const removed = await remove(admin);
    return say(removed ? 'The sample is removed. Its environment and its history stay.' : 'There is no sample.');
  }
  const show = {
    seed: number('seed', values.seed, 0, 1_000_000_000, 1),
    rate: number('rate', values.rate, 1, 500, 50),
    seconds: number('seconds', values.seconds, 1, 3_000, 120),
  };
  let stopped = false;
  process.once('SIGINT', () => (stopped = true));
  try {
    const shop = clientOf(url, await setUp(url, key, say));
    say(`Watch it at ${url}/experiments?environment=sample`);
    const run = Date.now().toString(36);
    const begun = performance.now();
    const total = show.rate * show.seconds;
    for (let done = 0; done < total && !stopped;) {
      const next = Math.min(done + show.rate, total);
      await visit(shop, show, run, done, next);
      done = next;
      const live = (await sampleExperiments(admin)).filter((each) => !isPast(each));
      const states = live.map((each) => `${each.key} ${each.outcome?.kind ?? each.status}`);
      say(`${done} of ${total} visitors: ${states.join(', ')}`);
      await pause(Math.max(0, begun + (done / show.rate) * 1_000 - performance.now()));
    }
  } finally {
    await revokeKeys(admin);
  }
  say('The show is over. --remove removes the sample.');
}

await main().catch((error: unknown) => {
  const told = error instanceof AssayProblem ? `${error.status} ${error.code}: ${error.message}` : String(error);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
});
