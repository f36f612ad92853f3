import type { Schemas } from '../../packages/client/src/index.js';
import type { Figure, Part } from '../figure.js';
import { answered } from '../support/client.js';
import { percentile } from '../support/numbers.js';
import { counted, send } from '../support/sending.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { eventsOfEach, timed, type Decided } from '../support/telemetry-batches.js';
import { createWorld, decideFor, PURCHASE, startExperiment, type World } from '../support/world.js';

const METRICS = 50;
const ARMS = 5;
/** How many values each dimension names; the last names as many as it may. */
const VALUES = [4, 4, 4, 20] as const;
const PHASES = 20;
const SUBJECTS_PER_PHASE = 500;
const AT_ONCE = 25;
const WARM_UP = 20;
const REQUESTS = 200;
const MOST_P99 = 150;

/** The results of a large experiment, whole and by the values of a dimension, asked one after the other. */
export const resultsPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  try {
    const world = await createWorld(app.admin);
    const { id, flag } = await startLarge(world);
    for (let phase = 1; phase <= PHASES; phase += 1) {
      tell(`phase ${phase} of ${PHASES}: ${SUBJECTS_PER_PHASE} subjects`);
      if (phase > 1) await openPhase(world, id);
      await fill(world, flag, phase);
    }
    return [
      await timesOf(app, world, { id }, 'Results'),
      await timesOf(app, world, { id, dimension: 'd0' }, `Results by a dimension of ${VALUES[0]} values`),
      await timesOf(app, world, { id, dimension: 'd3' }, `Results by a dimension of ${VALUES[3]} values`, null),
    ];
  } finally {
    await app.stop();
  }
};

async function startLarge(world: World): Promise<{ readonly id: string; readonly flag: string }> {
  const keys = Array.from({ length: METRICS - 3 }, (_, n) => `metric_${n}`);
  for (const [n, key] of keys.entries()) {
    const rule = { event: PURCHASE, property: 'items', where: { page: 'checkout' } };
    const kind = n % 2 === 0 ? ('sum' as const) : ('mean' as const);
    const body = { key, name: key, kind, direction: 'higher_is_better', rule } as const;
    await answered(world.owner.api.POST('/v1/metrics', { body }));
  }
  const more: Partial<Schemas['DraftExperimentRequest']> = {
    variants: Array.from({ length: ARMS }, (_, arm) => ({
      ...{ key: `arm_${arm}`, value: `value ${arm}`, weight: String(100 / ARMS) },
      control: arm === 0,
    })),
    dimensions: VALUES.map((count, n) => ({
      ...{ key: `d${n}`, attribute: `d${n}` },
      values: Array.from({ length: count }, (_, value) => `v${value}`),
    })),
  };
  return startExperiment(world, 'large', { threshold: '0.99', action: 'notify' }, keys, more);
}

async function openPhase({ owner }: World, id: string): Promise<void> {
  const step = { params: { path: { id } }, body: {} };
  await answered(owner.api.POST('/v1/experiments/{id}/pause', step));
  await answered(owner.api.POST('/v1/experiments/{id}/resume', step));
}

async function fill(world: World, flag: string, phase: number): Promise<void> {
  const subjects = Array.from({ length: SUBJECTS_PER_PHASE }, (_, index) => `customer-${phase}-${index}@shop.example`);
  const decided: Decided[] = [];
  await timed(subjects, AT_ONCE, async (subjectId) => {
    decided.push({ subjectId, decisionId: await decideFor(world, flag, subjectId, anyAttributes()) });
  });
  const { last } = await send(world.product, eventsOfEach(decided, SUBJECTS_PER_PHASE / 2));
  await counted(world.owner, last);
}

const anyAttributes = (): Record<string, string> =>
  Object.fromEntries(VALUES.map((count, n) => [`d${n}`, `v${Math.floor(Math.random() * (count + 1))}`]));

async function timesOf(
  app: Standalone,
  { owner }: World,
  { id, ...query }: { readonly id: string; readonly dimension?: string },
  what: string,
  most: number | null = MOST_P99,
): Promise<Figure> {
  const url = new URL(`/v1/experiments/${id}/results`, app.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const times: number[] = [];
  for (let request = 0; request < WARM_UP + REQUESTS; request += 1) {
    const startedAt = performance.now();
    await owner.getText(url.pathname + url.search);
    times.push(performance.now() - startedAt);
  }
  const measured = times.slice(WARM_UP);
  const p99 = percentile(measured, 0.99);
  return {
    figure: `${what}: ${METRICS} metrics, ${ARMS} arms, ${VALUES.length} dimensions, ${PHASES} phases`,
    measured: `p50 ${percentile(measured, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    processor: null,
    baseline: null,
    ratio: null,
    floor: most === null ? '–' : `p99 ≤ ${most} ms`,
    met: most === null || p99 <= most,
  };
}
