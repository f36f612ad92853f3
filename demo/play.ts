import { answered, AssayProblem, type AssayClient, type Schemas } from '../packages/client/src/index.js';
import { deedsOf, visitorOf } from './visitor.js';

const AT_ONCE = 25;

export interface Show {
  readonly seed: number;
  /** Visitors per second. */
  readonly rate: number;
  readonly seconds: number;
}

/** The visitors of the show, from a number to below another, visit the shop, which reports what they do. */
export async function visit(shop: AssayClient, show: Show, run: string, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - first) }, (_, index) => first + index);
    const events = (await Promise.all(numbers.map((number) => eventsOf(shop, show, run, number)))).flat();
    await patiently(() => answered(shop.POST('/v1/events', { body: { events } })));
  }
}

async function eventsOf(shop: AssayClient, show: Show, run: string, number: number): Promise<Schemas['SentEvent'][]> {
  const visitor = visitorOf(show.seed, number);
  const { subjectId, story } = visitor;
  const body = { flag: story.key, subjectId };
  const decision = await patiently(() => answered(shop.POST('/v1/decide', { body })));
  if (!('decisionId' in decision) || decision.decisionId === null) return [];
  const { decisionId, value } = decision;
  const timestamp = new Date().toISOString();
  return deedsOf(visitor, value, number / (show.rate * show.seconds)).map((deed) => ({
    ...deed,
    ...{ eventId: `${run}_${subjectId}_${deed.eventType}`, subjectId, decisionId, timestamp },
  }));
}

/** Asks once more where the same request may succeed later. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch((error: unknown) => {
    if (error instanceof AssayProblem && error.passing) return ask();
    throw error;
  });
}
