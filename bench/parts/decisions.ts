import { AUDIENCE } from '../local/scene.js';
import type { Figure, Part } from '../figure.js';
import { CONNECTIONS, loadFigure, sideBySide, type Target } from '../support/http-load.js';
import { startNode, type NodeProcess } from '../support/node-process.js';
import { percentile } from '../support/numbers.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { answered } from '../support/client.js';
import { createWorld, decide, startExperiment, type World } from '../support/world.js';
import { localFigures } from './decisions-local.js';

const SUBJECTS = 1_000;
const LEAST_SINGLE = 0.55;
const MOST_SINGLE_P99_MS = 5;
const LEAST_BULK = 0.25;
const CHANGES = 200;
const MOST_CHANGE_MS = 100;
// 100 flags, in the mix of a typical product.
const TESTED = 10;
const RULED = 30;
const PLAIN = 60;

/** Decisions in process against peers, over OFREP against a bare server, and the delay of a change. */
export const decisionsPart: Part = async (postgres, tell) => {
  tell('in process');
  const figures: Figure[] = await localFigures();
  const app = await startStandalone(postgres);
  const hello = await startNode('compiled/bench/hello-server.js', {});
  const replica = await startNode('apps/query-api/main.js', app.environment);
  try {
    const world = await createWorld(app.admin);
    const flag = await makeFlags(world);
    tell('OFREP single');
    const single = await sideBySide(evaluations(app, world, `/flags/${flag}`), { server: hello }, tell);
    const bulkName = `OFREP bulk of ${TESTED + RULED + PLAIN} flags (${TESTED} experiments), ${CONNECTIONS} connections`;
    tell('OFREP bulk');
    const bulk = await sideBySide(evaluations(app, world, '/flags'), { server: hello }, tell);
    tell('changes');
    return [
      ...figures,
      loadFigure(`OFREP single with decision id, ${CONNECTIONS} connections`, single, LEAST_SINGLE, MOST_SINGLE_P99_MS),
      loadFigure(bulkName, bulk, LEAST_BULK),
      changeFigure(await changeDelays(world, replica)),
    ];
  } finally {
    await replica.stop();
    await hello.stop();
    await app.stop();
  }
};

/** Makes the flags. @returns the key of one with an experiment */
export async function makeFlags(world: World): Promise<string> {
  const { owner } = world;
  for (let n = 0; n < PLAIN; n += 1)
    await answered(owner.api.POST('/v1/flags', { body: { key: `plain_${n}`, type: 'string', default: 'old' } }));
  for (let n = 0; n < RULED; n += 1) {
    const rules = [{ name: 'half', when: AUDIENCE, serve: { split: { on: '50', off: '50' } } }];
    const variants = { on: 'new', off: 'old' };
    const flag = { key: `ruled_${n}`, type: 'string', variants, defaultVariant: 'off', rules } as const;
    await answered(owner.api.POST('/v1/flags', { body: flag }));
  }
  let flag = '';
  for (let n = 0; n < TESTED; n += 1) {
    flag = (await startExperiment(world, `tested_${n}`, { threshold: '0.5', action: 'rollback' })).flag;
  }
  return flag;
}

/** Evaluations over OFREP, each for another subject. */
export function evaluations(app: Standalone, { product }: World, path: string): Target {
  return {
    server: app,
    requests: Array.from({ length: SUBJECTS }, (_, n) => ({
      method: 'POST',
      path: `/ofrep/v1/evaluate${path}`,
      headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        context: { targetingKey: `subject-${n}`, country: 'NL', plan: n % 2 === 0 ? 'paid' : 'free' },
      }),
    })),
  };
}

/** Milliseconds from the answer to a change until another replica applies it. */
async function changeDelays({ owner, product }: World, replica: NodeProcess): Promise<number[]> {
  await answered(owner.api.POST('/v1/flags', { body: { key: 'changing', type: 'string', default: 'before' } }));
  const there = product.at(replica.url);
  const delays: number[] = [];
  for (let round = 0; round < CHANGES; round += 1) {
    const wanted = `value ${round}`;
    const change = { params: { path: { key: 'changing' } }, body: { default: wanted } };
    await answered(owner.api.PATCH('/v1/flags/{key}', change));
    const startedAt = performance.now();
    while ((await decide({ product: there }, 'changing', 's')).value !== wanted);
    delays.push(performance.now() - startedAt);
  }
  return delays;
}

function changeFigure(delays: readonly number[]): Figure {
  const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
  return {
    figure: `A flag's change, from its answer to decisions of another replica, ${CHANGES} changes`,
    measured: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    processor: null,
    baseline: null,
    ratio: null,
    floor: `p99 ≤ ${MOST_CHANGE_MS} ms`,
    met: p99 <= MOST_CHANGE_MS,
  };
}
