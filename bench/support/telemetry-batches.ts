import { randomUUID } from 'node:crypto';
import { answered } from './client.js';
import { CRASH, EXPOSURE, PURCHASE, type RunningExperiment, type World } from './world.js';

const SUBJECTS = 1_000;
/** Ten events in the mix of a typical shop. The crash rate stays far from its guardrail. */
const MIX = [EXPOSURE, PURCHASE, EXPOSURE, EXPOSURE, CRASH, EXPOSURE, PURCHASE, EXPOSURE, EXPOSURE, PURCHASE];

export const EXPOSURES_OF_TEN = MIX.filter((type) => type === EXPOSURE).length;

export interface Decided {
  readonly subjectId: string;
  readonly decisionId: string;
}

/** A batch as the body of a request, and as the bare list of its items. */
export interface SentBatch {
  readonly body: string;
  readonly items: string;
}

/** Gets decision ids of many subjects in each experiment. */
export async function decideForMany(world: World, experiments: readonly RunningExperiment[]): Promise<Decided[]> {
  const flags = experiments.map((experiment) => experiment.flag);
  const decided: Decided[] = [];
  for (let index = 0; index < SUBJECTS; index += 1) {
    const subjectId = `customer-${index}@shop.example`;
    const answer = await answered(world.product.api.POST('/v1/decide', { body: { flags, subjectId } }));
    if (!('decisions' in answer)) throw new Error('several flags were asked for');
    for (const { decisionId, reason } of answer.decisions) {
      if (decisionId === null) throw new Error(`${subjectId} is in no experiment: ${reason}`);
      decided.push({ subjectId, decisionId });
    }
  }
  return decided;
}

/** Makes batches of new events for random decisions. A batch size that is a multiple of ten keeps the mix exact. */
export function makeBatches(decided: readonly Decided[], batches: number, batchSize: number): SentBatch[] {
  return Array.from({ length: batches }, () => {
    const anyone = (): Decided | undefined => decided[Math.floor(Math.random() * decided.length)];
    return batchOf(Array.from({ length: batchSize }, (_, index) => eventOf(anyone(), MIX[index % MIX.length], index)));
  });
}

/** An exposure and a purchase of each, in batches for so many of them. */
export function eventsOfEach(decided: readonly Decided[], perBatch: number): SentBatch[] {
  return Array.from({ length: Math.ceil(decided.length / perBatch) }, (_, batch) => {
    const some = decided.slice(batch * perBatch, (batch + 1) * perBatch);
    return batchOf(some.flatMap((one, index) => [eventOf(one, EXPOSURE, index), eventOf(one, PURCHASE, index)]));
  });
}

const eventOf = (about: Decided | undefined, eventType: string | undefined, index: number) => ({
  ...{ eventId: randomUUID(), eventType, ...about, timestamp: new Date().toISOString() },
  properties: { page: 'checkout', items: index % 7, durationMs: 10 + index },
});

function batchOf(events: readonly object[]): SentBatch {
  const items = JSON.stringify(events);
  return { body: `{"events":${items}}`, items };
}

/** Does the work for each item, `atOnce` at a time. @returns the total time in seconds */
export async function timed<T>(
  each: readonly T[],
  atOnce: number,
  work: (one: T, worker: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async (index: number): Promise<void> => {
    for (;;) {
      const one = each[next];
      next += 1;
      if (one === undefined) return;
      await work(one, index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => worker(index)));
  return (performance.now() - startedAt) / 1000;
}
