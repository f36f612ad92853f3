import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestStore, type TestStore } from '../support/test-store.js';
import { flag as anyFlag, owner } from '../support/experiments.js';
import { Crash, MortalStore, type Turn } from '../support/mortal-store.js';
import { approveOn, contextOf, createOn, runnerOn } from '../support/races.js';
import { ArchiveEventType, ArchiveEventTypeHandler } from '../../libs/telemetry/commands/archive-event-type.js';
import { RestoreEventType } from '../../libs/telemetry/commands/event-type-commands.js';
import { CountingExperiments } from '../../libs/experiments/ports/counting-experiments.js';
import { defineEventType, eventTypeAggregate, eventTypeStream } from '../../libs/telemetry/index.js';
import { AmendExperiment, AmendExperimentHandler } from '../../libs/experiments/commands/amend-experiment.js';
import { AttachMetric, AttachMetricHandler } from '../../libs/experiments/commands/attach-metric.js';
import { CompleteExperiment } from '../../libs/experiments/commands/action-commands.js';
import { StartExperiment, StartExperimentHandler } from '../../libs/experiments/commands/start-experiment.js';
import { experimentAggregate, experimentStream, isLive } from '../../libs/experiments/index.js';
import type { LiveExperiments } from '../../libs/experiments/module.js';
import { defineMetric, metricAggregate, metricStream } from '../../libs/metrics/index.js';
import type { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { Refusal } from '../../libs/primitives/refusal.js';
import { reviewPolicyAggregate, reviewPolicyStream, setReviewPolicy } from '../../libs/reviews/index.js';
import { UnknownVerdicts } from '../support/unknown-verdicts.js';

const ENVIRONMENT = 'production';
/** Each on a flag of its own: one to start that names the metric, two that run and get it, or a guardrail on it. */
const EXPERIMENTS = ['drafted', 'attached', 'amended'] as const;
type Which = (typeof EXPERIMENTS)[number];
/** Memory that has heard of nothing: what must hold, holds by the streams alone. */
const deaf = { everywhere: () => Promise.resolve([]) };

let running: TestStore;
let store: TestStore['store'];

beforeAll(async () => {
  running = await startTestStore();
  ({ store } = running);
  // So that an amendment applies at once.
  await runnerOn(store).run(reviewPolicyAggregate, reviewPolicyStream(ENVIRONMENT), contextOf(owner), () =>
    setReviewPolicy({ minApprovals: 0, allowAnyApprover: true, againstVerdict: 'comment' }),
  );
});

afterAll(() => running.stop());

/** An event type, a metric that counts it, and three experiments. */
class Race {
  private static races = 0;
  private readonly name = `t${(Race.races += 1)}`;
  private readonly type = `type_${this.name}`;
  private readonly metric = `metric_${this.name}`;
  private readonly id = (which: Which): string => `${which}_${this.name}`;

  async prepare(): Promise<void> {
    const runner = runnerOn(store);
    const type = { key: this.type, name: this.type, exposure: false, requiresExposure: false, schema: null };
    await runner.run(eventTypeAggregate, eventTypeStream(this.type), contextOf(owner), (state) =>
      defineEventType(state, type),
    );
    const rule = { kind: 'count', event: this.type } as const;
    const metric = { key: this.metric, name: this.metric, direction: 'lower_is_better', rule } as const;
    await runner.run(metricAggregate, metricStream(this.metric), contextOf(owner), (state) =>
      defineMetric(state, metric),
    );
    for (const which of EXPERIMENTS) {
      const flag = { ...anyFlag, key: `flag_${this.id(which)}` };
      await createOn(runner, flag);
      const content = which === 'drafted' ? { metrics: [this.metric] } : {};
      await approveOn(runner, flag, this.id(which), ENVIRONMENT, content);
      if (which !== 'drafted') await this.start(runner, which);
    }
  }

  archive(runner: CommandRunner): Promise<unknown> {
    const command = new ArchiveEventType(contextOf(owner), { key: this.type });
    return new ArchiveEventTypeHandler(runner, new CountingExperiments(runner, deaf)).execute(command);
  }

  restore(runner: CommandRunner): Promise<unknown> {
    return new RestoreEventType.Handler(runner).execute(new RestoreEventType(contextOf(owner), { key: this.type }));
  }

  start(runner: CommandRunner, which: Which = 'drafted'): Promise<unknown> {
    return new StartExperimentHandler(runner).execute(
      new StartExperiment(contextOf(owner, 2), { id: this.id(which), comment: null }),
    );
  }

  attach(runner: CommandRunner): Promise<unknown> {
    const command = new AttachMetric(contextOf(owner, 3), { id: this.id('attached'), metric: this.metric });
    return new AttachMetricHandler(runner).execute(command);
  }

  amend(runner: CommandRunner): Promise<unknown> {
    const guardrails = [{ metric: this.metric, threshold: '1', action: 'notify' } as const];
    const command = new AmendExperiment(contextOf(owner, 3), {
      id: this.id('amended'),
      changes: { guardrails },
      comment: null,
    });
    // It asks for none where the traffic stays.
    const live = {} as LiveExperiments;
    return new AmendExperimentHandler(runner, live).execute(command);
  }

  complete(runner: CommandRunner): Promise<unknown> {
    const outcome = { kind: 'no_effect', winner: null } as const;
    const command = new CompleteExperiment(contextOf(owner, 4), { id: this.id('drafted'), outcome, comment: null });
    return new CompleteExperiment.Handler(runner, new UnknownVerdicts()).execute(command);
  }

  /** Whether the type is archived, and whether a live experiment counts it. */
  async state(): Promise<{ readonly archived: boolean; readonly counting: boolean }> {
    const runner = runnerOn(store);
    const type = await runner.load(eventTypeAggregate, eventTypeStream(this.type));
    let counting = false;
    for (const which of EXPERIMENTS) {
      const { state } = await runner.load(experimentAggregate, experimentStream(ENVIRONMENT, this.id(which)));
      if (state && isLive(state) && this.metric in state.metricVersions) counting = true;
    }
    return { archived: type.state?.archived ?? false, counting };
  }
}

type Verb = 'start' | 'attach' | 'amend';
type Deed = (runner: CommandRunner) => Promise<unknown>;

/** Whether the command was carried out; anything but a refusal is a fault. */
async function isDone(deed: Promise<unknown>): Promise<boolean> {
  try {
    await deed;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/**
 * Runs one command up to its call number `call` of the store, then the other as a whole, then the rest of the first.
 * @returns which of the two were done; null where the first makes fewer calls
 */
async function interrupted(first: Deed, other: Deed, call: number): Promise<readonly [boolean, boolean] | null> {
  let calls = 0;
  let otherDone: boolean | null = null;
  const turn: Turn = async (act) => {
    calls += 1;
    if (calls === call) otherDone = await isDone(other(runnerOn(store)));
    return act();
  };
  const firstDone = await isDone(first(runnerOn(new MortalStore(store, turn, Number.POSITIVE_INFINITY))));
  return otherDone === null ? null : [firstDone, otherDone];
}

describe('an event type that is archived while an experiment comes to count it', () => {
  it.each<Verb>(['start', 'attach', 'amend'])(
    'by %s: one of the two is refused, between whichever two steps of the one the other comes',
    async (verb) => {
      for (const archivesFirst of [true, false]) {
        for (let call = 1; ; call += 1) {
          const race = new Race();
          await race.prepare();
          const archive: Deed = (runner) => race.archive(runner);
          const count: Deed = (runner) => race[verb](runner);
          const result = await interrupted(
            ...(archivesFirst ? ([archive, count] as const) : ([count, archive] as const)),
            call,
          );
          if (!result) break;
          const [archived, counting] = archivesFirst ? result : [result[1], result[0]];
          // Who comes between is done first; the other meets that, at whichever of its steps.
          expect({ call, archived, counting }).toEqual({ call, archived: !archivesFirst, counting: archivesFirst });
          expect(await race.state()).toEqual({ archived, counting });
        }
      }
    },
    60_000,
  );

  it('is archived though a start that had reserved it died, and that start is refused when it comes again', async () => {
    const race = new Race();
    await race.prepare();
    // The flag and the type are reserved, the start is not written.
    const turn: Turn = (act) => act();
    await expect(race.start(runnerOn(new MortalStore(store, turn, 2)))).rejects.toBeInstanceOf(Crash);
    expect(await isDone(race.archive(runnerOn(store)))).toBe(true);
    await expect(race.start(runnerOn(store))).rejects.toMatchObject({ code: 'event_type_archived' });
    expect(await isDone(race.restore(runnerOn(store)))).toBe(true);
    expect(await isDone(race.start(runnerOn(store)))).toBe(true);
    await expect(race.archive(runnerOn(store))).rejects.toMatchObject({ code: 'event_type_in_use' });
    expect(await isDone(race.complete(runnerOn(store)))).toBe(true);
    expect(await isDone(race.archive(runnerOn(store)))).toBe(true);
  });
});
