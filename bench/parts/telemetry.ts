import type { Figure, Part } from '../figure.js';
import { answered } from '../support/client.js';
import { median, whole } from '../support/numbers.js';
import { PlainInserts } from '../support/plain-inserts.js';
import { CONNECTIONS, counted, send } from '../support/sending.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { decideForMany, EXPOSURES_OF_TEN, makeBatches, type Decided } from '../support/telemetry-batches.js';
import { createWorld, startExperiment, type RunningExperiment, type World } from '../support/world.js';

const EXPERIMENTS = 4;
const BATCH_SIZE = 500;
const BATCHES_PER_ROUND = 80;
const WARM_UP_BATCHES = 20;
const ROUNDS = 3;
const FLOOR_DURABLE = 0.17;
const FLOOR_AGGREGATED = 0.1;

/** Events per second. */
interface Round {
  readonly plain: number;
  readonly durable: number;
  readonly aggregated: number;
  /** Processor time of the server per event until it is durable, and until it is counted; in microseconds. */
  readonly durableUs: number;
  readonly aggregatedUs: number;
}

/** Telemetry to durable and to counted, against plain inserts of the same items on the same server. */
export const telemetryPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  const plain = await PlainInserts.connect(await postgres.createDatabase(), CONNECTIONS);
  try {
    const world = await createWorld(app.admin);
    const experiments: RunningExperiment[] = [];
    for (let index = 0; index < EXPERIMENTS; index += 1) {
      experiments.push(await startExperiment(world, `shop_${index}`, { threshold: '0.9', action: 'rollback' }));
    }
    const decided = await decideForMany(world, experiments);
    tell('warming up');
    await measure(app, world, plain, decided, WARM_UP_BATCHES);
    const rounds: Round[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const measured = await measure(app, world, plain, decided, BATCHES_PER_ROUND);
      rounds.push(measured);
      const { durable, aggregated } = measured;
      tell(
        `round ${round}: durable ${whole(durable)}/s, aggregated ${whole(aggregated)}/s, plain ${whole(measured.plain)}/s`,
      );
    }
    const sent = (WARM_UP_BATCHES + ROUNDS * BATCHES_PER_ROUND) * BATCH_SIZE;
    await checkCounts(world, experiments, (sent / 10) * EXPOSURES_OF_TEN);
    return [
      figureOf('Telemetry to durable (200 `accepted`)', rounds, 'durable', FLOOR_DURABLE),
      figureOf('Telemetry to aggregated (counted)', rounds, 'aggregated', FLOOR_AGGREGATED),
    ];
  } finally {
    await plain.close();
    await app.stop();
  }
};

async function measure(
  app: Standalone,
  world: World,
  plain: PlainInserts,
  decided: readonly Decided[],
  batches: number,
): Promise<Round> {
  const plainSeconds = await plain.insert(makeBatches(decided, batches, BATCH_SIZE));
  const ours = makeBatches(decided, batches, BATCH_SIZE);
  const usedBefore = await app.processorSeconds();
  const startedAt = performance.now();
  const { seconds, last } = await send(world.product, ours);
  const durableUsed = (await app.processorSeconds()) - usedBefore;
  await counted(world.owner, last);
  const aggregatedSeconds = (performance.now() - startedAt) / 1000;
  const aggregatedUsed = (await app.processorSeconds()) - usedBefore;
  const events = batches * BATCH_SIZE;
  return {
    plain: events / plainSeconds,
    durable: events / seconds,
    aggregated: events / aggregatedSeconds,
    durableUs: (durableUsed * 1e6) / events,
    aggregatedUs: (aggregatedUsed * 1e6) / events,
  };
}

/** Checks that the fast results are right. @throws Error unless the results count every exposure once */
async function checkCounts(world: World, experiments: readonly RunningExperiment[], wanted: number): Promise<void> {
  let found = 0;
  for (const { id } of experiments) {
    const read = world.owner.api.GET('/v1/experiments/{id}/results', { params: { path: { id } } });
    const { metrics } = await answered(read);
    found += Number(metrics[0]?.total.denominator);
  }
  if (found !== wanted) throw new Error(`the results count ${found} exposures of ${wanted}`);
}

function figureOf(figure: string, rounds: readonly Round[], which: 'durable' | 'aggregated', floor: number): Figure {
  const pick = (round: Round): number => round[which];
  const ratio = median(rounds.map((round) => pick(round) / round.plain));
  return {
    figure: `${figure}, batches of ${BATCH_SIZE}, ${CONNECTIONS} connections`,
    measured: `${whole(median(rounds.map(pick)))} events/s`,
    processor: `${median(rounds.map((round) => round[`${which}Us`])).toFixed(1)} µs`,
    baseline: `plain jsonb inserts: ${whole(median(rounds.map((round) => round.plain)))} rows/s`,
    ratio,
    floor: `≥ ${floor}`,
    met: ratio >= floor,
  };
}
