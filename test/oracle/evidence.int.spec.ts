import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Big } from 'big.js';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { StoredEvent } from '../../libs/event-store/index.js';
import { experimentStream, type Experiment } from '../../libs/experiments/index.js';
import { comparisonsOf } from '../../libs/measurement/aggregation/comparisons.js';
import { lookAt, NOTHING_SEEN, type ExperimentEvidence } from '../../libs/measurement/aggregation/evidence.js';
import type { ExperimentSums, SumRow } from '../../libs/measurement/aggregation/sums-book.js';
import { storedBatch, telemetryStream, type TelemetryItem } from '../../libs/telemetry/index.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Driven } from './driven.js';
import { drafted, Log, METRICS, START, VARIANTS } from './play.js';

const BATCHES = 400;
const PAUSE_AT = 250;
const RESUME_AT = 260;

/** A subject, and the sums of its `pay` and `crash` events: of all, and of the second run. */
interface Subject {
  readonly variant: string;
  readonly phase: number;
  crashes: number;
  crashesInRun: number;
}

/** A log of one experiment with many subjects, and its evidence computed from plain lists of subjects. */
class Simulated {
  readonly stored: StoredEvent[] = [];
  evidence: ExperimentEvidence = NOTHING_SEEN;
  private readonly id = randomUUID();
  private readonly environment = randomUUID();
  private readonly subjects: Subject[] = [];
  private now = START;
  private run = 1;
  private isPaused = false;
  private looked = 0;

  constructor(
    private readonly log: Log,
    private readonly random: () => number,
  ) {
    this.tell('experiment_drafted', drafted(this.id, this.environment));
    this.tell('experiment_started', { phase: 1, run: 1 });
    for (let batch = 0; batch < BATCHES; batch += 1) {
      this.now += Math.floor(random() * 900);
      if (batch === PAUSE_AT) this.pause();
      if (batch === RESUME_AT) this.resume();
      this.batch();
    }
  }

  private pause(): void {
    this.tell('experiment_paused', { run: this.run });
    this.isPaused = true;
    this.now += 1;
  }

  private resume(): void {
    this.run = 2;
    this.tell('experiment_resumed', { run: 2, phase: 2 });
    this.isPaused = false;
    for (const subject of this.subjects) subject.crashesInRun = 0;
    this.now += 1;
  }

  private tell(type: string, data: object): void {
    const stream = experimentStream(this.environment, this.id);
    this.stored.push(this.log.next(stream, type, { comment: null, ...data }, this.now, this.environment));
  }

  /** Two new subjects, and crashes of some. */
  private batch(): void {
    const items: TelemetryItem[] = [];
    const barrier = Math.floor(this.now / 1_000);
    const isLook = this.looked !== 0 && barrier > this.looked;
    const before = this.subjects.map((subject) => ({ ...subject }));
    for (let n = 0; n < 2; n += 1) {
      const variant = VARIANTS[this.random() < 0.5 ? 0 : 1] ?? 'control';
      this.subjects.push({ variant, phase: this.run, crashes: 0, crashesInRun: 0 });
      items.push(this.item(this.subjects.length - 1, 'seen'));
    }
    this.subjects.forEach((subject, index) => {
      const rate = subject.variant === 'control' ? 0.01 : 0.02;
      if (this.random() > rate) return;
      items.push(this.item(index, 'crash'));
      subject.crashes += 1;
      if (!this.isPaused) subject.crashesInRun += 1;
    });
    const event = this.log.next(
      telemetryStream(this.environment, 'w'),
      'telemetry_recorded',
      storedBatch({ receivedAt: this.now, corrected: 0, source: 'server' }, items),
      this.now,
      this.environment,
    );
    this.stored.push(event);
    if (isLook) this.look(before, event.position);
    this.looked = barrier;
  }

  private item(index: number, type: string): TelemetryItem {
    const { variant, phase } = this.subjects[index] ?? { variant: 'control', phase: 1 };
    const subject = `s${index}-${this.id}`;
    const claims = { subject, unit: subject, counted: true, dimensionValues: [] };
    return {
      id: randomUUID(),
      type: { key: type, exposure: type === 'seen', requiresExposure: false },
      at: this.now,
      subject,
      attribution: { experiment: this.id, phase, variant, ...claims },
      hash: '',
      properties: undefined,
    };
  }

  private look(subjects: readonly Subject[], position: string): void {
    const experiment = { ...drafted(this.id, this.environment), metrics: ['crashes'] } as Experiment;
    const guardrails = experiment.guardrails.filter(({ metric }) => metric === 'crashes');
    const comparisons = comparisonsOf({ ...experiment, guardrails }, METRICS);
    this.evidence = lookAt(this.evidence, { comparisons, run: this.run, sums: this.sumsOf(subjects), position });
  }

  private sumsOf(subjects: readonly Subject[]): ExperimentSums {
    const rows = (of: (group: readonly Subject[], variant: string, phase: number) => SumRow) =>
      new Map(
        VARIANTS.flatMap((variant) => [1, 2].map((phase) => ({ variant, phase })))
          .map(({ variant, phase }) => {
            const group = subjects.filter((each) => each.variant === variant && each.phase === phase);
            return { group, row: of(group, variant, phase) };
          })
          .filter(({ group }) => group.length > 0)
          .map(({ row }) => [row.key.join(' '), row]),
      );
    const sum = (values: readonly number[]): Big => values.reduce((total, value) => total.plus(value), new Big(0));
    const sums = (values: readonly number[], n: number) => [
      0,
      values.filter((value) => value !== 0).length,
      sum(values),
      n,
      sum(values.map((value) => value ** 2)),
      n === 0 ? 0 : sum(values),
      n,
    ];
    return {
      moments: rows((group, variant, phase) => ({
        key: ['crashes', variant, phase],
        values: [
          group.length,
          ...sums(
            group.map(({ crashes }) => crashes),
            group.length,
          ),
        ],
      })),
      runMoments: rows((group, variant, phase) => ({
        key: [this.run, 'crashes', variant, phase],
        values: sums(
          group.map(({ crashesInRun }) => crashesInRun),
          0,
        ),
      })),
      exposures: rows((group, variant, phase) => ({ key: [variant, phase], values: [group.length] })),
      clientRunMoments: new Map(),
      clientExposures: new Map(),
    };
  }

  get name(): string {
    return this.id;
  }
}

describe('the evidence of comparisons', () => {
  let database: TestDatabase;
  const log = new Log();
  const metrics = log.metrics();
  let seed = 7;
  const simulated = Array.from(
    { length: 2 },
    () => new Simulated(log, () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647),
  );

  beforeAll(async () => {
    database = await createDatabase();
  });

  afterAll(() => database.drop());

  const evidenceOf = async (schema: string, cuts: readonly number[], crashes: readonly number[]) => {
    const driven = await Driven.create(database, schema);
    try {
      await driven.apply(metrics, [10]);
      for (const { stored } of simulated) await driven.apply(stored, cuts, crashes);
      const rows = await driven.source.query<{ experiment_id: string; state: string }[]>(
        'SELECT experiment_id, state::text AS state FROM evidence ORDER BY experiment_id',
      );
      return new Map(rows.map((row) => [row.experiment_id, row.state]));
    } finally {
      await driven.source.destroy();
    }
  };

  it('is that of looks at each new second of the log, by sums from the list of subjects', async () => {
    const found = await evidenceOf('live', [1, 4, 2], [3, 9]);
    for (const { name, evidence } of simulated) {
      const state = JSON.parse(found.get(name) ?? '{}') as ExperimentEvidence;
      expect(state.run).toBe(2);
      expect(state.metrics['crashes']).toEqual(evidence.metrics['crashes']);
      expect(state.guardrails['crashes']?.['treatment']?.margin).toMatchObject({ test: 'normal' });
      // A guardrail of its own shares alpha with the three others of the experiment.
      const { comparisons: _, ...own } = state.guardrails['crashes']?.['treatment']?.margin ?? {};
      expect(own).toMatchObject(ownOf(evidence));
      expect(evidence.metrics['crashes']?.['treatment']?.effect.maxLogE).toBeGreaterThan(0);
    }
  });

  it('is the same, byte for byte, however the log is cut and wherever the process dies', async () => {
    const live = await evidenceOf('again', [3], []);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 200 }),
        fc.array(fc.nat(4), { maxLength: 2 }),
        async (cut, crashes) => {
          const schema = `cut_${cut}_${crashes.join('_')}`;
          expect(await evidenceOf(schema, [cut, 2 * cut], crashes)).toEqual(live);
        },
      ),
      { numRuns: 3, seed: 1, endOnFailure: true },
    );
  });
});

function ownOf({ guardrails }: ExperimentEvidence): object {
  const { comparisons: _, crossed: __, ...own } = guardrails['crashes']?.['treatment']?.margin ?? {};
  return own;
}
