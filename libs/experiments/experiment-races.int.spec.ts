import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startTestStore, type TestStore } from '../../test/support/test-store.js';
import { anyCommand, decideAny, type AnyCommand } from '../../test/support/experiment-commands.js';
import { anna, by, drafted, flag as anyFlag, owner } from '../../test/support/experiments.js';
import { Crash, eventsOf, MortalStore } from '../../test/support/mortal-store.js';
import { approveOn, contextOf, createOn, evolved, runnerOn, turnsOf } from '../../test/support/races.js';
import { WrongExpectedRevisionError, type StoredEvent } from '../event-store/index.js';
import { flagEnvironmentStream, reservedBy, flagEnvironmentAggregate } from '../flags/index.js';
import { CommandRunner, toNewEvent } from '../event-sourcing/command-runner.js';
import { Refusal } from '../primitives/refusal.js';
import { Watermark } from '../event-sourcing/watermark.js';
import { UnknownExposures } from '../../test/support/unknown-exposures.js';
import { ApproveExperimentHandler, ApproveExperiment } from './commands/approve-experiment.js';
import { CompleteExperiment } from './commands/action-commands.js';
import { PauseExperiment } from './commands/action-commands.js';
import { StartExperiment, StartExperimentHandler } from './commands/start-experiment.js';
import { SubmitExperiment } from './commands/review-commands.js';
import { WithdrawExperiment } from './commands/review-commands.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { isLive, type Experiment } from './experiment.js';
import { experimentStream, type ExperimentEvent } from './experiment.events.js';
import { UnknownVerdicts } from '../../test/support/unknown-verdicts.js';

const PRODUCTION = 'production';
const RACERS = [0, 1, 2] as const;
const RACES = 700;
const PAIRS = 500;

let running: TestStore;
let store: TestStore['store'];

beforeAll(async () => {
  running = await startTestStore();
  ({ store } = running);
});

afterAll(() => running.stop());

/** A flag with three experiments on it, which no other race knows. */
class Race {
  private static races = 0;
  private readonly name = `r${(Race.races += 1)}`;
  private readonly flag = { ...anyFlag, key: `flag_${this.name}` };
  readonly ids = RACERS.map((racer) => `e${racer}_${this.name}`);

  /** All three approved. */
  async prepare(runner: CommandRunner): Promise<void> {
    await createOn(runner, this.flag);
    await Promise.all(this.ids.map((id) => approveOn(runner, this.flag, id, PRODUCTION)));
  }

  /** The experiments' events in the order of the log. */
  async log(): Promise<StoredEvent[]> {
    const streams = await Promise.all(this.ids.map((id) => eventsOf(store, experimentStream(PRODUCTION, id))));
    return streams.flat().sort((one, other) => (one.position < other.position ? -1 : 1));
  }

  /** Who has the flag's last reservation. */
  async holder(): Promise<string | null> {
    const stored = await eventsOf(store, flagEnvironmentStream(PRODUCTION, this.flag.key));
    return reservedBy(
      stored.reduce(
        (state, event) => evolved(flagEnvironmentAggregate, state, event),
        flagEnvironmentAggregate.initialState,
      ),
    );
  }
}

/** Those live after each event of the log, in its order. */
function* livesIn(log: readonly StoredEvent[]): Iterable<string[]> {
  const states = new Map<string, Experiment | null>();
  for (const event of log) {
    states.set(event.stream, evolved(experimentAggregate, states.get(event.stream) ?? null, event));
    yield [...states.values()].flatMap((state) => (state && isLive(state) ? [state.id] : []));
  }
}

type Verb = 'start' | 'pause' | 'complete' | 'withdraw' | 'submit' | 'approve';

function execute(runner: CommandRunner, verb: Verb, id: string): Promise<unknown> {
  const context = contextOf(verb === 'approve' ? anna : owner);
  switch (verb) {
    case 'start':
      return new StartExperimentHandler(runner).execute(new StartExperiment(context, { id, comment: null }));
    case 'pause':
      return new PauseExperiment.Handler(runner).execute(new PauseExperiment(context, { id, comment: null }));
    case 'complete': {
      const outcome = { kind: 'no_effect', winner: null } as const;
      return new CompleteExperiment.Handler(runner, new UnknownVerdicts()).execute(
        new CompleteExperiment(context, { id, outcome, comment: null }),
      );
    }
    case 'withdraw':
      return new WithdrawExperiment.Handler(runner).execute(new WithdrawExperiment(context, { id, comment: null }));
    case 'submit':
      return new SubmitExperiment.Handler(runner, new UnknownExposures()).execute(
        new SubmitExperiment(context, { id, comment: null }),
      );
    case 'approve':
      return new ApproveExperimentHandler(runner, new UnknownVerdicts()).execute(
        new ApproveExperiment(context, { id, comment: null }),
      );
  }
}

const racer = fc.record({
  verb: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Verb>('start') },
    { weight: 3, arbitrary: fc.constantFrom<Verb>('pause', 'complete', 'withdraw', 'submit', 'approve') },
  ),
  which: fc.constantFrom(...RACERS),
  /** Appends that it survives: of a start's two, none, the first or both. */
  survives: fc.constantFrom(0, 1, 9, 9, 9),
});

describe('experiments that race for a flag', () => {
  it('are never two live at once, in any order of their reads and writes, with crashes between any two', async () => {
    const met = new Map<string, number>();
    const note = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
    const rounds = fc.array(fc.array(racer, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
        const race = new Race();
        await race.prepare(runnerOn(store));
        const turn = turnsOf(scheduler);
        for (const round of all) {
          const running = round.map(({ verb, which, survives }) =>
            execute(runnerOn(new MortalStore(store, turn, survives)), verb, race.ids[which] ?? ''),
          );
          const settled = await scheduler.waitFor(Promise.allSettled(running));
          for (const result of settled) {
            if (result.status === 'fulfilled') note('done');
            else if (result.reason instanceof Refusal) note(result.reason.code);
            else if (result.reason instanceof Crash) note('crashed');
            else throw result.reason;
          }
        }
        let last: string[] = [];
        for (const live of livesIn(await race.log())) {
          expect(live.length).toBeLessThanOrEqual(1);
          if (live.length === 1) note('live');
          last = live;
        }
        // A reservation may also be left by a start that crashed.
        const holder = await race.holder();
        if (last.length === 0 && holder !== null) note('reserved in vain');
        if (last.length === 1) expect(holder).toBe(last[0]);
      }),
      { numRuns: RACES, seed: 20_260_104 },
    );
    for (const what of ['live', 'done', 'crashed', 'flag_in_use', 'reserved in vain'])
      expect(met.get(what)).toBeGreaterThan(RACES / 50);
  }, 180_000);
});

describe('two commands decided on one loaded revision', () => {
  it('are one done and one conflict, whatever they are', async () => {
    let conflicts = 0;
    let pairs = 0;
    const past = fc.array(anyCommand, { minLength: 5, maxLength: 60, size: 'max' });
    const candidates = fc.array(anyCommand, { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(past, candidates, async (before, candidates) => {
        const runner = new CommandRunner(store, new Watermark());
        const stream = experimentStream(PRODUCTION, `pair${(pairs += 1)}`);
        const events = lived(before);
        const stored = events.map((event, n) => toNewEvent(experimentAggregate, stream, event, contextOf(owner), n));
        await store.append(stream, stored, { expected: 'no_stream' });

        const loaded = await runner.load(experimentAggregate, stream);
        const pair = candidates.map((command) => decided(command, loaded.state, 70)).filter((each) => each.length > 0);
        if (pair.length < 2) return;
        const appends = pair
          .slice(0, 2)
          .map((each) => runner.append(experimentAggregate, stream, loaded, contextOf(owner, 70), each));
        const settled = await Promise.allSettled(appends);
        const done = settled.findIndex(({ status }) => status === 'fulfilled');
        expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
          reason: expect.any(WrongExpectedRevisionError),
        });
        expect(await eventsOf(store, stream)).toHaveLength(events.length + (pair[done]?.length ?? NaN));
        conflicts += 1;
      }),
      { numRuns: PAIRS, seed: 20_260_105 },
    );
    expect(conflicts).toBeGreaterThan(PAIRS * 0.6);
  });

  function decided(command: AnyCommand, state: Experiment | null, minute: number): readonly ExperimentEvent[] {
    try {
      return state ? decideAny(command, state, minute) : [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return [];
    }
  }

  /** The events of a life of these commands, from its draft on. */
  function lived(before: readonly AnyCommand[]): readonly ExperimentEvent[] {
    const events = [drafted];
    let state = experimentAggregate.evolve(null, drafted, by(owner));
    for (const [minute, command] of before.entries()) {
      for (const event of decided(command, state, minute)) {
        events.push(event);
        state = experimentAggregate.evolve(state, event, by(command.actor, minute));
      }
    }
    return events;
  }
});
