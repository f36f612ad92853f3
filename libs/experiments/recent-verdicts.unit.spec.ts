import { describe, expect, it } from '@jest/globals';
import type { Experiment } from './experiment.js';
import { RecentVerdicts } from './recent-verdicts.js';
import { Verdicts, type ExperimentVerdict, type Judged } from './verdicts.js';

const SECOND = 1_000;
const KEEP_RUNNING: ExperimentVerdict = { variant: 'treatment', kind: 'keep_running', reasons: [], arms: [] };

/** Answers each question, and notes it. */
class Judges extends Verdicts {
  readonly asked: string[] = [];
  atOnce = 0;
  mostAtOnce = 0;

  override async on({ id }: Judged): Promise<ExperimentVerdict | null> {
    this.asked.push(id);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await Promise.resolve();
    this.atOnce -= 1;
    return id === 'unknown' ? null : KEEP_RUNNING;
  }
}

const started = (id: string, more: Partial<Experiment> = {}): Experiment =>
  ({ id, status: 'running', startedAt: '2026-01-01', updatedAt: '2026-01-01', ...more }) as unknown as Experiment;

function at(time: { now: number }) {
  const judges = new Judges();
  return { judges, recent: new RecentVerdicts(judges, { now: () => new Date(time.now) }) };
}

describe('recent verdicts', () => {
  it('are asked for once in some seconds, by however many readers, and again after a change', async () => {
    const time = { now: 0 };
    const { judges, recent } = at(time);
    const [both] = await Promise.all([recent.of([started('a')], 20), recent.of([started('a')], 20)]);
    expect([...both]).toEqual([['a', KEEP_RUNNING]]);
    expect(judges.asked).toEqual(['a']);
    await recent.of([started('a', { updatedAt: '2026-01-02' })], 20);
    expect(judges.asked).toEqual(['a', 'a']);
    time.now = 14 * SECOND;
    await recent.of([started('a')], 20);
    expect(judges.asked).toEqual(['a', 'a']);
    time.now = 15 * SECOND;
    await recent.of([started('a')], 20);
    expect(judges.asked).toEqual(['a', 'a', 'a']);
  });

  it('on what is over last for minutes', async () => {
    const time = { now: 0 };
    const { judges, recent } = at(time);
    await recent.of([started('a', { status: 'completed' })], 20);
    time.now = 599 * SECOND;
    await recent.of([started('a', { status: 'completed' })], 20);
    expect(judges.asked).toEqual(['a']);
  });

  it('are so many new ones at a time, four at once; the next request has the next ones', async () => {
    const { judges, recent } = at({ now: 0 });
    const many = Array.from({ length: 50 }, (_, index) => started(`e${index}`));
    expect((await recent.of(many, 20)).size).toBe(20);
    expect(judges.mostAtOnce).toBe(4);
    expect((await recent.of(many, 20)).size).toBe(40);
    expect((await recent.of(many, 20)).size).toBe(50);
    expect(judges.asked).toHaveLength(50);
  });

  it('leave out what never started, and what cannot be known', async () => {
    const { judges, recent } = at({ now: 0 });
    expect([...(await recent.of([started('a', { startedAt: null }), started('unknown')], 20))]).toEqual([]);
    expect(judges.asked).toEqual(['unknown']);
  });
});
