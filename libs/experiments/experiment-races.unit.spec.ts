import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyCommand, decideAny, type AnyCommand } from '../../test/support/experiment-commands.js';
import { anna, at, by, drafted, flag, owner } from '../../test/support/experiments.js';
import { MemoryStore } from '../../test/support/memory-store.js';
import { WrongExpectedRevisionError } from '../event-store/index.js';
import {
  createFlag,
  flagAggregate,
  flagEnvironmentStream,
  flagStream,
  reservedBy,
  flagEnvironmentAggregate,
} from '../flags/index.js';
import type { Actor } from '../platform/author.js';
import type { CommandContext } from '../platform/command-context.js';
import { CommandRunner, Retry, toNewEvent } from '../platform/command-runner.js';
import { Refusal } from '../platform/refusal.js';
import { Watermark } from '../platform/watermark.js';
import { ApproveExperimentHandler, ApproveExperiment } from './commands/approve-experiment.js';
import { CompleteExperiment, CompleteExperimentHandler } from './commands/complete-experiment.js';
import { PauseExperiment, PauseExperimentHandler } from './commands/pause-experiment.js';
import { StartExperiment, StartExperimentHandler } from './commands/start-experiment.js';
import { SubmitExperiment, SubmitExperimentHandler } from './commands/submit-experiment.js';
import { WithdrawExperiment, WithdrawExperimentHandler } from './commands/withdraw-experiment.js';
import { draft } from './drafting.js';
import { experimentAggregate, isLive, type Experiment } from './experiment.js';
import { experimentStream, type ExperimentEvent } from './experiment.events.js';

const PRODUCTION = 'production';
const IDS = ['e1', 'e2', 'e3'];
const place = flagEnvironmentStream(PRODUCTION, flag.key);

let commands = 0;
function contextOf(actor: Actor, minute = 1): CommandContext {
  const commandId = `c${(commands += 1)}`;
  return {
    actor,
    environment: PRODUCTION,
    at: at(minute),
    commandId,
    correlationId: commandId,
    causationId: commandId,
  };
}

/** As the platform's, without its pauses. */
class ImpatientRunner extends CommandRunner {
  override async attempt<T>(_: CommandContext, body: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await body();
      } catch (error) {
        const concurrent = error instanceof WrongExpectedRevisionError || error instanceof Retry;
        if (!concurrent || attempt === 12) throw error;
      }
    }
  }
}

function stateOf(store: MemoryStore, id: string): Experiment | null {
  const events = store.eventsOf(experimentStream(PRODUCTION, id));
  return events.reduce<Experiment | null>(
    // Only commands of this test wrote them.
    (state, { type, data }) =>
      experimentAggregate.evolve(state, { type, data } as unknown as ExperimentEvent, by(owner, 1)),
    null,
  );
}

/** A flag with three approved experiments on it. */
async function threeApproved(runner: CommandRunner): Promise<void> {
  await runner.run(flagAggregate, flagStream(flag.key), contextOf(owner), (state) => createFlag(state, flag));
  for (const id of IDS) {
    if (drafted.type !== 'experiment_drafted') throw new Error('a draft is a draft');
    const { variants } = drafted.data;
    const command = { id, key: id, name: id, environment: PRODUCTION, variants };
    const stream = experimentStream(PRODUCTION, id);
    await runner.run(experimentAggregate, stream, contextOf(owner), (state) => draft(state, flag, owner, command, {}));
    await new SubmitExperimentHandler(runner).execute(new SubmitExperiment(contextOf(owner), id, null));
    await new ApproveExperimentHandler(runner).execute(new ApproveExperiment(contextOf(anna), id, null));
  }
}

type Verb = 'start' | 'pause' | 'complete' | 'withdraw' | 'submit' | 'approve';

function execute(runner: CommandRunner, verb: Verb, id: string): Promise<unknown> {
  const context = contextOf(verb === 'approve' ? anna : owner);
  switch (verb) {
    case 'start':
      return new StartExperimentHandler(runner).execute(new StartExperiment(context, id, null));
    case 'pause':
      return new PauseExperimentHandler(runner).execute(new PauseExperiment(context, id, null));
    case 'complete': {
      const outcome = { kind: 'no_effect', winner: null } as const;
      return new CompleteExperimentHandler(runner).execute(new CompleteExperiment(context, id, outcome, null));
    }
    case 'withdraw':
      return new WithdrawExperimentHandler(runner).execute(new WithdrawExperiment(context, id, null));
    case 'submit':
      return new SubmitExperimentHandler(runner).execute(new SubmitExperiment(context, id, null));
    case 'approve':
      return new ApproveExperimentHandler(runner).execute(new ApproveExperiment(context, id, null));
  }
}

/** The process that ran the command is gone. */
class Crash extends Error {}

const racer = fc.record({
  verb: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Verb>('start') },
    { weight: 3, arbitrary: fc.constantFrom<Verb>('pause', 'complete', 'withdraw', 'submit', 'approve') },
  ),
  id: fc.constantFrom(...IDS),
  /** Appends that it survives: of a start's two, none, the first or both. */
  survives: fc.constantFrom(0, 1, 9, 9, 9),
});

describe('experiments that race for a flag', () => {
  it('are never two live at once, in any order of their reads and writes, with crashes between any two', async () => {
    const met = new Map<string, number>();
    const note = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
    const rounds = fc.array(fc.array(racer, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
        let racing = false;
        const turn = (): Promise<void> => (racing ? scheduler.schedule(Promise.resolve()) : Promise.resolve());
        const atMostOneLive = (): void => {
          const live = IDS.map((id) => stateOf(store, id)).filter((state) => state && isLive(state));
          if (live.length > 1) throw new Error(`live at once: ${live.map((state) => state?.id).join()}`);
          if (live.length === 1) note('live');
        };
        const violated: unknown[] = [];
        const store = new MemoryStore(turn, () => {
          try {
            atMostOneLive();
          } catch (error) {
            violated.push(error);
          }
        });
        await threeApproved(new ImpatientRunner(store, new Watermark()));
        racing = true;
        for (const round of all) {
          const running = round.map(({ verb, id, survives }) => {
            let appends = 0;
            const process: MemoryStore = Object.create(store) as MemoryStore;
            process.append = async (...call) => {
              if (appends === survives) throw new Crash();
              appends += 1;
              return store.append(...call);
            };
            return execute(new ImpatientRunner(process, new Watermark()), verb, id);
          });
          const settled = await scheduler.waitFor(Promise.allSettled(running));
          for (const result of settled) {
            if (result.status === 'fulfilled') note('done');
            else if (result.reason instanceof Refusal) note(result.reason.code);
            else if (result.reason instanceof Crash) note('crashed');
            else throw result.reason;
          }
        }
        expect(violated).toEqual([]);
        checkHolder(store, note);
      }),
      { numRuns: 1_000, seed: 20_260_104 },
    );
    for (const what of ['live', 'done', 'crashed', 'flag_in_use', 'reserved in vain'])
      expect(met.get(what)).toBeGreaterThan(20);
  });

  /** Who is live has the flag's last reservation; a reservation may also be left by a start that crashed. */
  function checkHolder(store: MemoryStore, note: (what: string) => void): void {
    const state = store
      .eventsOf(place)
      .reduce(
        (folded, { type, data }) =>
          flagEnvironmentAggregate.evolve(
            folded,
            { type, data } as unknown as Parameters<typeof flagEnvironmentAggregate.evolve>[1],
            by(owner),
          ),
        flagEnvironmentAggregate.initialState,
      );
    const live = IDS.find((id) => {
      const found = stateOf(store, id);
      return found && isLive(found);
    });
    if (live === undefined && reservedBy(state) !== null) note('reserved in vain');
    if (live !== undefined) expect(reservedBy(state)).toBe(live);
  }
});

describe('two commands decided on one loaded revision', () => {
  it('are one done and one conflict, whatever they are', async () => {
    let conflicts = 0;
    const past = fc.array(anyCommand, { minLength: 5, maxLength: 60, size: 'max' });
    const candidates = fc.array(anyCommand, { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(past, candidates, async (before, candidates) => {
        const store = new MemoryStore();
        const runner = new CommandRunner(store, new Watermark());
        const stream = experimentStream(PRODUCTION, 'e1');
        const events = lived(before);
        const stored = events.map((event, n) => toNewEvent(experimentAggregate, stream, event, contextOf(owner), n));
        await store.append(stream, stored, { expected: 'no_stream' });

        const loaded = await runner.load(experimentAggregate, stream);
        const pair = candidates.map((command) => decided(command, loaded.state, 70)).filter((each) => each.length > 0);
        if (pair.length < 2) return;
        const appends = pair
          .slice(0, 2)
          .map((each) => runner.append(experimentAggregate, stream, loaded, contextOf(owner, 70), each));
        const [done, refused] = await Promise.allSettled(appends);
        expect(done?.status).toBe('fulfilled');
        expect(refused).toMatchObject({ status: 'rejected', reason: expect.any(WrongExpectedRevisionError) });
        expect(store.eventsOf(stream)).toHaveLength(events.length + (pair[0]?.length ?? 0));
        conflicts += 1;
      }),
      { numRuns: 500, seed: 20_260_105 },
    );
    expect(conflicts).toBeGreaterThan(300);
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
