import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '../figure.js';
import { percentile } from '../support/numbers.js';
import { startStandalone } from '../support/standalone.js';
import { answered } from '../support/client.js';
import type { Schemas } from '../../packages/client/src/index.js';
import { CRASH, createWorld, decide, decideFor, EXPOSURE, startExperiment, type World } from '../support/world.js';

const EXPERIMENTS = 40;
const SUBJECTS = 10;
const LOOK_EVERY_MS = 2;
const LONGEST_PAUSE_MS = 300;
const GIVE_UP_MS = 15_000;
const MOST_P99_MS = 200;

interface Reaction {
  /** Milliseconds since the breaching request was sent. */
  readonly sinceSent: number;
  /** Milliseconds since its answer. */
  readonly sinceAnswered: number;
}

/** The time from the telemetry that breaches a guardrail to the first rolled-back decision. */
export const breachPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  try {
    const world = await createWorld(app.admin);
    tell(`starting ${EXPERIMENTS} experiments`);
    const flags: string[] = [];
    for (let index = 0; index < EXPERIMENTS; index += 1) {
      flags.push((await startExperiment(world, `breach_${index}`, { threshold: '0.1', action: 'rollback' })).flag);
    }
    tell('breaching each');
    const reactions: Reaction[] = [];
    for (const flag of flags) {
      // A random pause, so that breaches are not in step with periodic work of the system.
      await sleep(Math.random() * LONGEST_PAUSE_MS);
      reactions.push(await breach(world, flag));
    }
    const sent = reactions.map((reaction) => reaction.sinceSent);
    const answered = reactions.map((reaction) => reaction.sinceAnswered);
    const p99 = percentile(sent, 0.99);
    return [
      {
        figure: `Breach: telemetry sent → rolled back in decisions, ${EXPERIMENTS} experiments`,
        measured:
          `p50 ${percentile(sent, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms (from its 200: ` +
          `p50 ${percentile(answered, 0.5).toFixed(0)} ms, p99 ${percentile(answered, 0.99).toFixed(0)} ms)`,
        processor: null,
        baseline: null,
        ratio: null,
        floor: `p99 ≤ ${MOST_P99_MS} ms`,
        met: p99 <= MOST_P99_MS,
      },
    ];
  } finally {
    await app.stop();
  }
};

/** Sends telemetry that breaches a guardrail of the experiment on the flag; times are of `performance.now()`. */
export async function provoke(
  world: World,
  flag: string,
): Promise<{ readonly sentAt: number; readonly answeredAt: number }> {
  const events: Schemas['SentEvent'][] = [];
  for (let index = 0; index < SUBJECTS; index += 1) {
    const subjectId = `subject-${index}`;
    const decisionId = await decideFor(world, flag, subjectId);
    for (const eventType of [EXPOSURE, CRASH]) {
      events.push({ eventId: randomUUID(), eventType, decisionId, subjectId, timestamp: new Date().toISOString() });
    }
  }
  const sentAt = performance.now();
  const { accepted } = await answered(world.product.api.POST('/v1/events', { body: { events } }));
  const answeredAt = performance.now();
  if (accepted !== events.length) throw new Error(`${accepted} of ${events.length} were accepted`);
  return { sentAt, answeredAt };
}

async function breach(world: World, flag: string): Promise<Reaction> {
  const { sentAt, answeredAt } = await provoke(world, flag);
  for (;;) {
    const { reason } = await decide(world, flag, 'subject-0');
    const now = performance.now();
    if (reason === 'rolled_back') return { sinceSent: now - sentAt, sinceAnswered: now - answeredAt };
    if (now - sentAt > GIVE_UP_MS) throw new Error(`${flag} was not rolled back within ${GIVE_UP_MS} ms`);
    await sleep(LOOK_EVERY_MS);
  }
}
