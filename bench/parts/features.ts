import type { Schemas } from '../../packages/client/src/index.js';
import type { Figure, Part } from '../figure.js';
import { answered } from '../support/client.js';
import { median } from '../support/numbers.js';
import { counted, send } from '../support/sending.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { decideForMany, makeBatches } from '../support/telemetry-batches.js';
import { createWorld, CRASH_RATE, PURCHASE, startExperiment, type World } from '../support/world.js';

const EXPERIMENTS = 4;
const BATCH_SIZE = 500;
const BATCHES = 40;
const ROUNDS = 3;

type More = Partial<Schemas['DraftExperimentRequest']>;

/** What an experiment may ask of counting, each beside the plain metrics of every experiment. */
const FEATURES: Readonly<
  Record<string, { readonly metric?: Partial<Schemas['DefineMetricRequest']>; readonly more?: More }>
> = {
  'nothing more': {},
  'one more metric (a sum)': { metric: {} },
  'that sum, capped': { metric: { cap: '5' } },
  'that sum, of events where a text is equal': {
    metric: { rule: { event: PURCHASE, property: 'items', where: { page: 'checkout' } } },
  },
  'that sum, with variance reduction over 14 days': { metric: { varianceReduction: { days: 14 } } },
  'four dimensions': {
    more: {
      dimensions: ['a', 'b', 'c', 'd'].map((key) => ({ key, attribute: key, values: ['x', 'y'] })),
    },
  },
  'a guardrail of treatment against control': {
    more: {
      guardrails: [{ metric: CRASH_RATE, scope: 'treatment_vs_control', margin: '0.5', action: 'notify' }],
    },
  },
};

/** What counting costs more per event for each of its features: the server's processor time until all is counted. */
export const featuresPart: Part = async (postgres, tell) => {
  const figures: Figure[] = [];
  let plain = 0;
  for (const [name, { metric, more }] of Object.entries(FEATURES)) {
    const app = await startStandalone(postgres);
    try {
      const world = await createWorld(app.admin);
      const metrics = metric ? [await sumOf(world, metric)] : [];
      const us = await usPerEvent(app, world, metrics, more ?? {});
      if (plain === 0) plain = us;
      tell(`${name}: ${us.toFixed(1)} µs`);
      figures.push({
        figure: `Processor per event until counted, with ${name}`,
        measured: `${us.toFixed(1)} µs`,
        processor: null,
        baseline: `nothing more: ${plain.toFixed(1)} µs`,
        ratio: us / plain,
        floor: '–',
        met: true,
      });
    } finally {
      await app.stop();
    }
  }
  return figures;
};

async function sumOf({ owner }: World, more: Partial<Schemas['DefineMetricRequest']>): Promise<string> {
  const key = 'items_bought';
  const rule = { event: PURCHASE, property: 'items' };
  const body = { key, name: key, kind: 'sum', direction: 'higher_is_better', rule, ...more } as const;
  await answered(owner.api.POST('/v1/metrics', { body }));
  return key;
}

async function usPerEvent(app: Standalone, world: World, metrics: readonly string[], more: More): Promise<number> {
  const experiments = [];
  for (let n = 0; n < EXPERIMENTS; n += 1) {
    experiments.push(
      await startExperiment(world, `feature_${n}`, { threshold: '0.9', action: 'notify' }, metrics, more),
    );
  }
  const decided = await decideForMany(world, experiments);
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const batches = makeBatches(decided, BATCHES, BATCH_SIZE);
    const before = await app.processorSeconds();
    const { last } = await send(world.product, batches);
    await counted(world.owner, last);
    rounds.push((((await app.processorSeconds()) - before) * 1e6) / (BATCHES * BATCH_SIZE));
  }
  // The first round warms up.
  return median(rounds.slice(1));
}
