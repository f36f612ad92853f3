import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startTestStore, type TestStore } from '../support/test-store.js';
import { flag as anyFlag, owner } from '../support/experiments.js';
import { Crash, eventsOf, MortalStore } from '../support/mortal-store.js';
import {
  approveOn,
  contextOf,
  createOn,
  evolved,
  runnerOn,
  turnsOf,
  noDrafts,
  withOwnStream,
} from '../support/races.js';
import { AddEnvironment } from '../../libs/access/commands/access-commands.js';
import { ENVIRONMENTS_STREAM } from '../../libs/access/index.js';
import type { EventStore, StoredEvent } from '../../libs/event-store/index.js';
import { CompleteExperiment } from '../../libs/experiments/commands/action-commands.js';
import { StartExperiment, StartExperimentHandler } from '../../libs/experiments/commands/start-experiment.js';
import { experimentAggregate, experimentStream, isLive, type Experiment } from '../../libs/experiments/index.js';
import { ExperimentsOfFlag } from '../../libs/experiments/ports/experiments-of-flag.js';
import type { CommandRunner } from '../../libs/event-sourcing/command-runner.js';
import { Refusal } from '../../libs/primitives/refusal.js';
import { ArchiveFlag, ArchiveFlagHandler } from '../../libs/flags/commands/archive-flag.js';
import { RestoreFlag, RestoreFlagHandler } from '../../libs/flags/commands/restore-flag.js';
import { flagAggregate, flagStream, isClosed } from '../../libs/flags/index.js';
import { UnknownVerdicts } from '../support/unknown-verdicts.js';

const RACES = 250;
const PLACES = ['production', 'staging'] as const;
type Place = (typeof PLACES)[number];

let running: TestStore;
let store: TestStore['store'];

beforeAll(async () => {
  running = await startTestStore();
  ({ store } = running);
});

afterAll(() => running.stop());

/** A flag with an approved experiment in production, and another one's in an environment that nobody has added yet. */
class Race {
  private static races = 0;
  private readonly name = `a${(Race.races += 1)}`;
  private readonly flag = { ...anyFlag, key: `flag_${this.name}` };
  private readonly id = (place: Place): string => `${place}_${this.name}`;

  /** The store as this race sees it: environments that other races added are not there. */
  get store(): EventStore {
    return withOwnStream(store, ENVIRONMENTS_STREAM, this.name);
  }

  async prepare(): Promise<void> {
    const runner = runnerOn(this.store);
    await createOn(runner, this.flag);
    for (const place of PLACES) await approveOn(runner, this.flag, this.id(place), place);
  }

  archive(runner: CommandRunner): Promise<unknown> {
    return new ArchiveFlagHandler(runner, new ExperimentsOfFlag(runner, noDrafts)).execute(
      new ArchiveFlag(contextOf(owner), { key: this.flag.key }),
    );
  }

  restore(runner: CommandRunner): Promise<unknown> {
    return new RestoreFlagHandler(runner).execute(new RestoreFlag(contextOf(owner), { key: this.flag.key }));
  }

  async start(runner: CommandRunner, place: Place): Promise<unknown> {
    if (place === 'staging') {
      const add = new AddEnvironment(contextOf(owner), { environment: { key: 'staging', name: 'Staging' } });
      await new AddEnvironment.Handler(runner).execute(add).catch(unlessRefused);
    }
    const context = contextOf(owner, 2, place);
    return new StartExperimentHandler(runner).execute(
      new StartExperiment(context, { id: this.id(place), comment: null }),
    );
  }

  complete(runner: CommandRunner, place: Place): Promise<unknown> {
    const command = new CompleteExperiment(contextOf(owner, 3, place), {
      id: this.id(place),
      outcome: { kind: 'no_effect', winner: null },
      comment: null,
    });
    return new CompleteExperiment.Handler(runner, new UnknownVerdicts()).execute(command);
  }

  /** The flag's events and the experiments' in the order of the log. */
  async log(): Promise<StoredEvent[]> {
    const names = [flagStream(this.flag.key), ...PLACES.map((place) => experimentStream(place, this.id(place)))];
    const streams = await Promise.all(names.map((name) => eventsOf(store, name)));
    return streams.flat().sort((one, other) => (one.position < other.position ? -1 : 1));
  }
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof Refusal) return undefined;
  throw error;
}

/** After each event of the log: whether the flag is archived, and how many experiments are live on it. */
function* momentsOf(log: readonly StoredEvent[]): Iterable<{ readonly archived: boolean; readonly live: number }> {
  const experiments = new Map<string, Experiment | null>();
  let flag = flagAggregate.initialState;
  for (const event of log) {
    if (event.stream.startsWith('flag-')) flag = evolved(flagAggregate, flag, event);
    else experiments.set(event.stream, evolved(experimentAggregate, experiments.get(event.stream) ?? null, event));
    const live = [...experiments.values()].filter((each) => each && isLive(each)).length;
    yield { archived: flag?.archived ?? false, live };
  }
}

const racer = fc.record({
  verb: fc.constantFrom('archive', 'archive', 'start', 'start', 'complete', 'restore'),
  place: fc.constantFrom(...PLACES),
  /** Appends that it survives. */
  survives: fc.constantFrom(0, 1, 2, 3, 9, 9, 9, 9, 9, 9),
});

describe('a flag that is archived and restored while experiments start on it, also in environments that are added meanwhile', () => {
  it('is never archived under a live experiment, in any order of reads and writes, with crashes between any two', async () => {
    const met = new Map<string, number>();
    const note = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
    const rounds = fc.array(fc.array(racer, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
        const race = new Race();
        await race.prepare();
        const turn = turnsOf(scheduler);
        for (const round of all) {
          const running = round.map(({ verb, place, survives }) => {
            const runner = runnerOn(new MortalStore(race.store, turn, survives));
            return race[verb](runner, place);
          });
          for (const result of await scheduler.waitFor(Promise.allSettled(running))) {
            if (result.status === 'fulfilled') note('done');
            else if (result.reason instanceof Refusal) note(result.reason.code);
            else if (result.reason instanceof Crash) note('crashed');
            else throw result.reason;
          }
        }
        const log = await race.log();
        for (const { archived, live } of momentsOf(log)) {
          expect({ archived, live: archived ? live : 0 }).toEqual({ archived, live: 0 });
          if (live > 0) note('live');
        }
        for (const { type } of log) note(type);
        await settle(race);
      }),
      { numRuns: RACES, seed: 20_260_106 },
    );
    for (const what of [
      'done',
      'live',
      'crashed',
      'flag_in_use',
      'flag_archived',
      'flag_closed',
      'flag_reopened',
      'flag_restored',
    ])
      expect([what, (met.get(what) ?? 0) > RACES / 50]).toEqual([what, true]);
  }, 180_000);

  /** Whatever crashed in between, one more try archives the flag or leaves it open. */
  async function settle(race: Race): Promise<void> {
    await race.archive(runnerOn(race.store)).catch(unlessRefused);
    const log = await race.log();
    const last = [...momentsOf(log)].at(-1);
    expect(last?.archived).toBe(last?.live === 0);
    const flagEvents = log.filter(({ stream }) => stream.startsWith('flag-'));
    expect(isClosed(flagEvents)).toBe(last?.archived);
  }
});
