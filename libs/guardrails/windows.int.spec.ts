import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Driven } from '../../test/oracle/driven.js';
import { Log, METRICS, play, START, VARIANTS } from '../../test/oracle/play.js';
import { createDatabase, type TestDatabase } from '../../test/support/database.js';
import type { StoredEvent } from '../event-store/index.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../telemetry/index.js';
import { experimentStream, type ThresholdGuardrail } from '../experiments/index.js';
import type { Direction } from '../metrics/index.js';
import { judge } from './judge.js';
import { GuardrailCounts } from './read-model/index.js';

const CASES = 250;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

interface Sent {
  readonly type: 'seen' | 'crash' | 'buy' | 'other';
  readonly subject: number;
  /** Now and then a subject meets the other variant too. */
  readonly flipped: boolean;
  /** Milliseconds between its time and its receipt. */
  readonly age: number;
}

interface Step {
  /** Milliseconds since the step before. */
  readonly gap: number;
  readonly what: 'pause' | 'resume' | readonly Sent[];
}

const gap = fc.oneof(
  { weight: 4, arbitrary: fc.nat(30 * SECOND) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }).map((minutes) => minutes * MINUTE + 3_217) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => n * 10 * SECOND) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }).map((hours) => hours * 60 * MINUTE) },
);
const sent: fc.Arbitrary<Sent> = fc.record({
  type: fc.constantFrom('seen', 'seen', 'crash', 'buy', 'other'),
  subject: fc.nat(5),
  flipped: fc.nat(9).map((dice) => dice === 0),
  age: fc.oneof(fc.nat(20 * SECOND), fc.integer({ min: -4 * MINUTE, max: 90 * MINUTE })),
});
const step: fc.Arbitrary<Step> = fc.record({
  gap,
  what: fc.oneof(
    { weight: 6, arbitrary: fc.array(sent, { minLength: 1, maxLength: 6 }) },
    { weight: 3, arbitrary: fc.constantFrom('pause' as const, 'resume' as const) },
  ),
});
const guardrail: fc.Arbitrary<ThresholdGuardrail> = fc.record({
  kind: fc.constant('threshold'),
  key: fc.constant('g'),
  metric: fc.constantFrom('crash_rate', 'converted', 'crashes'),
  // Halves and quarters, which binary numbers compare exactly.
  threshold: fc.constantFrom('0', '0.25', '0.5', '1'),
  windowMinutes: fc.constantFrom(null, 1, 5, 60, 180),
  action: fc.constantFrom('pause', 'disable_arm', 'notify'),
  sources: fc.constantFrom('server', 'all'),
  per: fc.constantFrom('event', 'subject'),
  minSample: fc.constantFrom(0, 0, 2),
  scope: fc.constantFrom('any_variant', 'treatments'),
});

/** An event as the list has it: when it counts, for whom. */
interface Counted {
  readonly at: number;
  readonly type: Sent['type'];
  readonly subject: number;
  readonly variant: string;
}

interface Run {
  readonly from: number;
  to: number;
}

/** One arm, or all (null), beyond the threshold. */
interface Verdict {
  readonly variant: string | null;
  readonly numerator: number;
  readonly denominator: number;
}

/** What the whole list says of a guardrail at a moment, the slow and obvious way. */
function verdictsOf(
  events: readonly Counted[],
  runs: readonly Run[],
  rule: ThresholdGuardrail,
  direction: string,
  now: number,
) {
  const run = runs.at(-1);
  if (!run || run.to !== Infinity) return [];
  const since = rule.windowMinutes === null ? -Infinity : tenOf(now - rule.windowMinutes * MINUTE);
  const begin = runs.length === 1 ? -Infinity : run.from;
  const inWindow = events.filter(({ at }) => at >= begin && tenOf(at) >= since);
  const arms = rule.action === 'disable_arm' ? VARIANTS : [...VARIANTS, null];
  return arms.flatMap((variant): Verdict[] => {
    if (rule.scope === 'treatments' && variant !== 'treatment') return [];
    const own = inWindow.filter((event) => variant === null || event.variant === variant);
    const subjects = (...types: Sent['type'][]): number =>
      new Set(own.filter(({ type }) => types.includes(type)).map(({ subject }) => subject)).size;
    const count = (type: Sent['type']): number =>
      rule.per === 'subject' ? subjects(type) : own.filter((event) => event.type === type).length;
    const all = subjects('seen', 'crash', 'buy', 'other');
    const [numerator, denominator] = {
      crash_rate: [count('crash'), count('seen')] as const,
      converted: [subjects('buy'), all] as const,
      crashes: [count('crash'), all] as const,
    }[rule.metric as 'crash_rate' | 'converted' | 'crashes'];
    if (denominator === 0 || subjects('seen') < rule.minSample) return [];
    const limit = denominator * Number(rule.threshold);
    const beyond = direction === 'lower_is_better' ? numerator > limit : numerator < limit;
    return beyond ? [{ variant, numerator, denominator }] : [];
  });
}

const tenOf = (time: number): number => Math.floor(time / 10_000) * 10_000;

describe('guardrails over hours of telemetry, pauses and resumes', () => {
  let database: TestDatabase;
  let driven: Driven;
  const log = new Log();

  beforeAll(async () => {
    database = await createDatabase();
    driven = await Driven.create(database, 'windows');
    await driven.apply(log.metrics(), [10]);
  });

  afterAll(async () => {
    await driven.source.destroy();
    await database.drop();
  });

  const itemOf = ({ type, subject, flipped, age }: Sent, experiment: string, now: number): TelemetryItem => {
    const variant = VARIANTS[(subject + (flipped ? 1 : 0)) % 2] ?? 'control';
    const digest = `s${subject}-${experiment}`;
    return {
      id: randomUUID(),
      type: { key: type, exposure: type === 'seen', requiresExposure: false },
      at: now - age,
      subject: digest,
      attribution: { experiment, phase: 1, variant, subject: digest, unit: digest, counted: true, dimensionValues: [] },
      hash: '',
      properties: undefined,
    };
  };

  it(`breach when the list of events says so, ${CASES} times`, async () => {
    const met = { breaches: 0, healthy: 0, paused: 0, laterRuns: 0, stale: 0, slidOut: 0 };
    const counts = new GuardrailCounts(() => Promise.resolve(driven.source));
    const steps = fc.array(step, { minLength: 3, maxLength: 14 });
    const rules = fc.array(fc.tuple(guardrail, fc.constantFrom<Direction>('lower_is_better', 'higher_is_better')), {
      minLength: 3,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(steps, rules, async (all, guardrails) => {
        const begun = play({ steps: [], cuts: [1], crashes: [] }, log);
        const [id] = begun.experiments;
        const { environment } = begun;
        await driven.apply(begun.stored, [10]);
        const events: Counted[] = [];
        const runs: Run[] = [{ from: START, to: Infinity }];
        let now = START;

        const happen = (what: Step['what']): StoredEvent | null => {
          const last = runs.at(-1);
          const stream = experimentStream(environment, id);
          if (what === 'pause') {
            if (last?.to !== Infinity) return null;
            last.to = now;
            return log.next(stream, 'experiment_paused', { run: runs.length, comment: null }, now);
          }
          if (what === 'resume') {
            if (last?.to === Infinity) return null;
            const run = runs.push({ from: now, to: Infinity });
            return log.next(stream, 'experiment_resumed', { run, phase: run, comment: null }, now);
          }
          const items = what.map((each) => itemOf(each, id, now));
          for (const [index, { type, subject, age }] of what.entries()) {
            const variant = items[index]?.attribution?.variant ?? '';
            events.push({ at: Math.min(now, now - age), type, subject, variant });
          }
          return log.next(
            telemetryStream(environment, id),
            'telemetry_recorded',
            storedBatch({ receivedAt: now, corrected: 0, source: 'server' }, items),
            now,
          );
        };

        const compare = async (at: number): Promise<void> => {
          const experiment = (await counts.experiments([id])).get(id);
          const run = experiment?.runs.at(-1);
          if (!experiment || !run) throw new Error('the experiment is not measured');
          const moment = new Date(at);
          const asked = guardrails.map(([rule, direction]) => {
            const known = METRICS.find(({ key }) => key === rule.metric);
            if (!known) throw new Error(`there is no metric ${rule.metric}`);
            return { experiment, guardrail: rule, metric: { ...known, direction }, run };
          });
          const answers = await counts.counts(asked, moment);
          for (const [place, { guardrail: rule, metric }] of asked.entries()) {
            const { direction } = metric;
            const found = answers[place] ?? [];
            const breaches = judge(experiment, rule, metric, found, moment, 'sweep');
            const observed = (breaches[0]?.breached ?? []).map((each) => ({
              variant: each.variant,
              numerator: Number(each.numerator),
              denominator: Number(each.denominator),
            }));
            const expected = verdictsOf(events, runs, rule, direction, at);
            expect(observed).toEqual(expected);
            const many = rule.action === 'disable_arm' ? expected.length : Math.min(1, expected.length);
            expect(breaches.map((each) => each.run)).toEqual(Array.from({ length: many }, () => runs.length));
            noteMet(expected.length > 0, rule, direction, at);
          }
        };

        const noteMet = (breached: boolean, rule: ThresholdGuardrail, direction: string, at: number): void => {
          if (runs.at(-1)?.to !== Infinity) met.paused += 1;
          else if (breached) met.breaches += 1;
          else met.healthy += 1;
          if (breached && runs.length > 1) met.laterRuns += 1;
          const onlyRun = [{ from: START, to: Infinity }];
          const without = verdictsOf(events, onlyRun, rule, direction, at).length > 0;
          if (!breached && runs.length > 1 && runs.at(-1)?.to === Infinity && without) met.stale += 1;
          const ever = verdictsOf(events, runs, { ...rule, windowMinutes: null }, direction, at).length > 0;
          if (!breached && ever) met.slidOut += 1;
        };

        for (const { gap: pause, what } of all) {
          now += pause;
          const stored = happen(what);
          if (stored) await driven.apply([stored], [1]);
          await compare(now);
        }
        // Nothing happens any more, and windows go on sliding.
        await compare(now + 4 * MINUTE + 1);
      }),
      { numRuns: CASES, seed: 20_260_301 },
    );
    for (const [what, times] of Object.entries(met)) expect([what, times >= CASES / 5]).toEqual([what, true]);
  }, 180_000);
});
