import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Part } from '../figure.js';
import { whole } from '../support/numbers.js';
import { counted, send } from '../support/sending.js';
import { startStandalone } from '../support/standalone.js';
import { makeBatches, timed, type Decided } from '../support/telemetry-batches.js';
import { createWorld, decideFor, startExperiment, type World } from '../support/world.js';

const SUBJECTS = 100_000;
const AT_ONCE = 25;
const BATCH_SIZE = 500;
/** A tenth of the history, or what comes after it. */
const STRETCH_BATCHES = 200;
const STRETCHES = 11;
const MOST_MIB = 600;
const LEAST_LATE_OVER_EARLY = 0.9;
const LIVE = 200;
const SETTLE_MS = 10_000;
const IDLE_MS = 20_000;
const MOST_IDLE = 0.04;

/** Counting with a long history, its memory, and what experiments cost while nothing happens. Takes minutes. */
export const historyPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  try {
    const world = await createWorld(app.admin);
    const { flag } = await startExperiment(world, 'history', { threshold: '0.9', action: 'rollback' });
    tell(`deciding for ${whole(SUBJECTS)} subjects`);
    const decided = await decideForAll(world, flag);
    const rates: number[] = [];
    for (let stretch = 1; stretch <= STRETCHES; stretch += 1) {
      const batches = makeBatches(decided, STRETCH_BATCHES, BATCH_SIZE);
      const startedAt = performance.now();
      const { last } = await send(world.product, batches);
      await counted(world.owner, last);
      const rate = (STRETCH_BATCHES * BATCH_SIZE) / ((performance.now() - startedAt) / 1000);
      rates.push(rate);
      const resident = await app.residentMiB();
      tell(`${whole(stretch * STRETCH_BATCHES * BATCH_SIZE)} events: ${whole(rate)}/s, ${resident.toFixed(0)} MiB`);
    }
    const resident = await app.residentMiB();
    const lateOverEarly = (rates.at(-1) ?? 0) / (rates[0] ?? 1);
    const figures = [memoryFigure(resident), rateFigure(rates, lateOverEarly)];
    tell(`starting ${LIVE} experiments`);
    for (let n = 0; n < LIVE; n += 1) await startExperiment(world, `idle_${n}`, { threshold: '0.9', action: 'pause' });
    await sleep(SETTLE_MS);
    const before = await app.processorSeconds();
    await sleep(IDLE_MS);
    const used = ((await app.processorSeconds()) - before) / (IDLE_MS / 1000);
    return [...figures, idleFigure(used)];
  } finally {
    await app.stop();
  }
};

async function decideForAll(world: World, flag: string): Promise<Decided[]> {
  const subjects = Array.from({ length: SUBJECTS }, (_, index) => `customer-${index}@shop.example`);
  const decided: Decided[] = [];
  await timed(subjects, AT_ONCE, async (subjectId) => {
    decided.push({ subjectId, decisionId: await decideFor(world, flag, subjectId) });
  });
  return decided;
}

const memoryFigure = (resident: number): Figure => ({
  figure: `Resident memory of standalone after ${whole(STRETCHES * STRETCH_BATCHES * BATCH_SIZE)} events of ${whole(SUBJECTS)} subjects`,
  measured: `${resident.toFixed(0)} MiB`,
  processor: null,
  baseline: null,
  ratio: null,
  floor: `≤ ${MOST_MIB} MiB`,
  met: resident <= MOST_MIB,
});

const rateFigure = (rates: readonly number[], ratio: number): Figure => ({
  figure: `Counting with ${STRETCHES - 1} times the history`,
  measured: `${whole(rates.at(-1) ?? 0)} events/s`,
  processor: null,
  baseline: `at the beginning: ${whole(rates[0] ?? 0)} events/s`,
  ratio,
  floor: `≥ ${LEAST_LATE_OVER_EARLY}`,
  met: ratio >= LEAST_LATE_OVER_EARLY,
});

const idleFigure = (used: number): Figure => ({
  figure: `Processor of standalone with ${LIVE} live experiments, idle`,
  measured: `${used.toFixed(3)} of a core`,
  processor: null,
  baseline: null,
  ratio: null,
  floor: `≤ ${MOST_IDLE}`,
  met: used <= MOST_IDLE,
});
