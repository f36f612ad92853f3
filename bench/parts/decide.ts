import autocannon from 'autocannon';
import type { Figure, Part } from '../figure.js';
import { startNode } from '../support/node-process.js';
import { median, whole } from '../support/numbers.js';
import { startStandalone } from '../support/standalone.js';
import { createWorld, decideFor, startExperiment } from '../support/world.js';

const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_SECONDS = 5;
const WARM_UP_SECONDS = 3;
const SUBJECTS = 1_000;
const FLOOR = 0.3;

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Decisions over HTTP, authenticated and assigned by an experiment, against a bare node:http server saying hello. */
export const decidePart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  const hello = await startNode('bench/hello-server.js', {});
  try {
    const world = await createWorld(app.admin);
    const { flag } = await startExperiment(world, 'decide', { threshold: '0.5', action: 'rollback' });
    await decideFor(world, flag, 'subject-0');
    const decisions: autocannon.Options = {
      url: app.url,
      requests: Array.from({ length: SUBJECTS }, (_, index) => ({
        method: 'POST',
        path: '/v1/decide',
        headers: { authorization: `Bearer ${world.product.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ flag, subjectId: `subject-${index}`, attributes: { country: 'NL', plan: 'free' } }),
      })),
    };
    const hellos: autocannon.Options = { url: hello.url };
    await load(decisions, WARM_UP_SECONDS);
    await load(hellos, WARM_UP_SECONDS);
    const measured: { decide: Round; hello: Round }[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const both = { decide: await load(decisions, ROUND_SECONDS), hello: await load(hellos, ROUND_SECONDS) };
      measured.push(both);
      tell(`round ${round}: decide ${whole(both.decide.perSecond)}/s, hello ${whole(both.hello.perSecond)}/s`);
    }
    return [figureOf(measured)];
  } finally {
    await hello.stop();
    await app.stop();
  }
};

function figureOf(rounds: readonly { readonly decide: Round; readonly hello: Round }[]): Figure {
  const ratio = median(rounds.map(({ decide, hello }) => decide.perSecond / hello.perSecond));
  const describe = (each: readonly Round[]): string =>
    `${whole(median(each.map((round) => round.perSecond)))} requests/s ` +
    `(p50 ${median(each.map((round) => round.p50))} ms, p99 ${median(each.map((round) => round.p99))} ms)`;
  return {
    figure: `\`POST /v1/decide\`, ${CONNECTIONS} connections`,
    measured: describe(rounds.map((round) => round.decide)),
    baseline: `node:http hello: ${describe(rounds.map((round) => round.hello))}`,
    ratio,
    floor: `≥ ${FLOOR}`,
    met: ratio >= FLOOR,
  };
}

/** @throws Error when anything but 200 came back */
async function load(options: autocannon.Options, duration: number): Promise<Round> {
  const result = await autocannon({ ...options, connections: CONNECTIONS, duration });
  if (result.errors + result.timeouts + result.non2xx > 0) throw new Error(`${options.url} did not always answer 200`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
