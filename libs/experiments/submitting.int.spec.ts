import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { flag as anyFlag, owner, variants } from '../../test/support/experiments.js';
import { contextOf, createOn, runnerOn } from '../../test/support/races.js';
import { startTestStore, type TestStore } from '../../test/support/test-store.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { DraftExperiment } from './commands/drafting-commands.js';
import { SubmitExperiment } from './commands/review-commands.js';
import type { PlanDraft } from './content/planned.js';
import type { Experiment } from './experiment.js';
import { RecentExposures, UnknownExposures } from './recent-exposures.js';

const flag = { ...anyFlag, key: 'checkout' };

let running: TestStore;
let runner: CommandRunner;

beforeAll(async () => {
  running = await startTestStore();
  runner = runnerOn(running.store);
  await createOn(runner, flag);
});

afterAll(() => running.stop());

/** A hundred subjects per day, and plans that need a thousand; notes what it was asked. */
class HundredPerDay extends RecentExposures {
  readonly asked: string[] = [];

  override perDay(environment: string, key: string): Promise<number> {
    this.asked.push(`rate of ${key} in ${environment}`);
    return Promise.resolve(100);
  }

  override subjectsNeeded({ id }: Experiment): Promise<number> {
    this.asked.push(`need of ${id}`);
    return Promise.resolve(1_000);
  }
}

async function codesOf(id: string, planned: PlanDraft | null, recent: RecentExposures): Promise<string[]> {
  const draft = { id, key: id, name: id, environment: 'production', variants, ...(planned && { planned }) };
  await new DraftExperiment.Handler(runner).execute(
    new DraftExperiment(contextOf(owner), { flagKey: flag.key, draft }),
  );
  const submit = new SubmitExperiment(contextOf(owner), { id, comment: null });
  const { state } = await new SubmitExperiment.Handler(runner, recent).execute(submit);
  return (state?.warnings ?? []).map(({ code }) => code);
}

it('a submission is warned of a plan that the recent rate cannot meet, and asks nothing without a plan', async () => {
  const recent = new HundredPerDay();
  expect(await codesOf('unplanned', null, recent)).toEqual([]);
  expect(recent.asked).toEqual([]);
  expect(await codesOf('short', { mde: '0.05', days: 9 }, recent)).toEqual(['underpowered']);
  expect(recent.asked).toEqual(['need of short', 'rate of checkout in production']);
  expect(await codesOf('long', { mde: '0.05', days: 10 }, recent)).toEqual([]);
  expect(await codesOf('unknown', { mde: '0.05', days: 1 }, new UnknownExposures())).toEqual([]);
});
