import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startTestStore, type TestStore } from '../../test/support/test-store.js';
import { flag as anyFlag, owner } from '../../test/support/experiments.js';
import { Crash, eventsOf, MortalStore } from '../../test/support/mortal-store.js';
import { approveOn, contextOf, createOn, evolved, runnerOn, turnsOf } from '../../test/support/races.js';
import type { StoredEvent } from '../event-store/index.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { Refusal } from '../primitives/refusal.js';
import {
  conflictDomainAggregate,
  conflictDomainStream,
  createConflictDomain,
  eachOf,
  heldSlots,
  slotsOfTraffic,
  type ConflictDomain,
} from '../subjects/index.js';
import { ChangeTraffic, ChangeTrafficHandler } from './commands/change-traffic.js';
import { CompleteExperiment } from './commands/action-commands.js';
import { StartExperiment, StartExperimentHandler } from './commands/start-experiment.js';
import { experimentAggregate } from './experiment-aggregate.js';
import { isLive, slotsHeldBy, type Experiment } from './experiment.js';
import type { LiveExperiments } from './live-experiments.js';
import { experimentStream } from './experiment.events.js';
import { UnknownVerdicts } from '../../test/support/unknown-verdicts.js';

const PRODUCTION = 'production';
const NOBODY = { in: () => Promise.resolve([]) } as unknown as LiveExperiments;
/** Any two want more than there is. */
const TRAFFIC = ['60', '70', '55.5'] as const;
const RACES = 80;

let running: TestStore;
let store: TestStore['store'];

beforeAll(async () => {
  running = await startTestStore();
  ({ store } = running);
});

afterAll(() => running.stop());

/** A conflict domain with approved experiments, each on a flag of its own. */
class Race {
  private static races = 0;
  private readonly name = `r${(Race.races += 1)}`;
  private readonly domain = conflictDomainStream(PRODUCTION, this.name);
  readonly ids = TRAFFIC.map((_, index) => `e${index}_${this.name}`);

  async prepare(runner: CommandRunner): Promise<void> {
    await runner.run(conflictDomainAggregate, this.domain, contextOf(owner), (state) =>
      createConflictDomain(state, this.name, PRODUCTION),
    );
    for (const [index, id] of this.ids.entries()) {
      const flag = { ...anyFlag, key: `flag_${id}` };
      await createOn(runner, flag);
      const content = { traffic: TRAFFIC[index], conflictDomain: this.name };
      await approveOn(runner, flag, id, PRODUCTION, content);
    }
  }

  /** The domain and the experiments after each event of the log, in its order. */
  async *history(): AsyncIterable<Moment> {
    const streams = [this.domain, ...this.ids.map((id) => experimentStream(PRODUCTION, id))];
    const events = (await Promise.all(streams.map((stream) => eventsOf(store, stream)))).flat();
    let domain: ConflictDomain | null = null;
    const experiments = new Map<string, Experiment>();
    for (const event of events.sort((one, other) => (one.position < other.position ? -1 : 1))) {
      if (event.stream === this.domain) domain = evolved(conflictDomainAggregate, domain, event);
      else take(experiments, event);
      if (domain) yield momentOf(domain, experiments);
    }
  }
}

function take(experiments: Map<string, Experiment>, event: StoredEvent): void {
  const id = event.stream.slice(event.stream.indexOf(':') + 1);
  const state = evolved(experimentAggregate, experiments.get(id) ?? null, event);
  if (state) experiments.set(id, state);
}

/** What each live experiment should hold, and the slots that it holds, in their order. */
type Moment = ReadonlyMap<string, { readonly wanted: number; readonly slots: readonly number[] }>;

function momentOf(domain: ConflictDomain, experiments: ReadonlyMap<string, Experiment>): Moment {
  const held = heldSlots(domain, (id) => {
    const experiment = experiments.get(id);
    return experiment ? slotsHeldBy(experiment) : 0;
  });
  const live = [...experiments.values()].filter(isLive);
  return new Map(
    live.map(({ id, traffic }) => {
      const slots = held.find(({ experiment }) => experiment === id)?.slots ?? [];
      return [id, { wanted: slotsOfTraffic(traffic), slots: eachOf(slots) }];
    }),
  );
}

function expectNobodyTwice(moment: Moment): void {
  const all = [...moment.values()].flatMap(({ slots }) => slots);
  expect(new Set(all).size).toBe(all.length);
  for (const { wanted, slots } of moment.values()) expect(slots).toHaveLength(wanted);
}

/** Of two moments one after the other: the shorter list is how the longer begins, so whoever stays is where it was. */
function expectNobodyMoved(before: Moment, after: Moment): void {
  for (const [id, { slots }] of after) {
    const earlier = before.get(id)?.slots ?? [];
    const shared = Math.min(earlier.length, slots.length);
    expect(slots.slice(0, shared).join()).toBe(earlier.slice(0, shared).join());
  }
}

type Verb = 'start' | 'traffic' | 'complete';

function execute(runner: CommandRunner, verb: Verb, id: string, percent: string): Promise<unknown> {
  const context = contextOf(owner);
  switch (verb) {
    case 'start':
      return new StartExperimentHandler(runner).execute(new StartExperiment(context, { id, comment: null }));
    case 'traffic':
      return new ChangeTrafficHandler(runner, NOBODY).execute(
        new ChangeTraffic(context, { id, traffic: percent, comment: null }),
      );
    case 'complete': {
      const outcome = { kind: 'no_effect', winner: null } as const;
      return new CompleteExperiment.Handler(runner, new UnknownVerdicts()).execute(
        new CompleteExperiment(context, { id, outcome, comment: null }),
      );
    }
  }
}

const racer = fc.record({
  verb: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom<Verb>('start', 'traffic') },
    { weight: 1, arbitrary: fc.constant<Verb>('complete') },
  ),
  percent: fc.constantFrom('0', '5', '33.33', '60', '90', '100'),
  /** Appends that it survives: those before the last reserve. */
  survives: fc.constantFrom(0, 1, 2, 9, 9, 9, 9, 9, 9),
});
/** Some of the experiments, each with what happens to it. */
const round = fc.record({
  who: fc.shuffledSubarray([...TRAFFIC.keys()], { minLength: 2 }),
  racers: fc.array(racer, { minLength: TRAFFIC.length, maxLength: TRAFFIC.length }),
});

describe('experiments that race for the slots of a conflict domain', () => {
  it('never share a subject nor move one that stays, in any order of their reads and writes, with crashes', async () => {
    const met = new Map<string, number>();
    const note = (what: string): void => void met.set(what, (met.get(what) ?? 0) + 1);
    const rounds = fc.array(round, { minLength: 3, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rounds, fc.scheduler(), async (all, scheduler) => {
        const race = new Race();
        await race.prepare(runnerOn(store));
        const turn = turnsOf(scheduler);
        for (const { who, racers } of all) {
          const running = who.flatMap((which) => {
            const [id, does] = [race.ids[which], racers[which]];
            if (id === undefined || !does) return [];
            return [execute(runnerOn(new MortalStore(store, turn, does.survives)), does.verb, id, does.percent)];
          });
          for (const result of await scheduler.waitFor(Promise.allSettled(running))) {
            if (result.status === 'fulfilled') note('done');
            else if (result.reason instanceof Refusal) note(result.reason.code);
            else if (result.reason instanceof Crash) note('crashed');
            else throw result.reason;
          }
        }
        let before: Moment = new Map();
        for await (const moment of race.history()) {
          expectNobodyTwice(moment);
          expectNobodyMoved(before, moment);
          if (moment.size > 1) note('together');
          before = moment;
        }
        for (const id of race.ids) {
          const events = await eventsOf(store, experimentStream(PRODUCTION, id));
          if (events.some(({ type }) => type === 'experiment_slots_taken')) note('taken over');
        }
      }),
      { numRuns: RACES, seed: 20_260_106 },
    );
    for (const what of ['done', 'crashed', 'domain_full', 'together', 'taken over'])
      expect(met.get(what)).toBeGreaterThan(RACES / 20);
  }, 240_000);
});
