import { Big } from 'big.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { flagEnvironmentStream, flagStream, rulesIn } from '../../flags/index.js';
import { FLAG_ENVIRONMENTS, FLAGS, type PinQueries } from '../../flags/read-model/index.js';
import type { Reading } from '../../platform/reading.js';
import type { Decimal } from '../../primitives/decimal.js';
import { conflict, notFound, Refusal } from '../../primitives/refusal.js';
import { equal, StateAsOf, type ManagementReadModel } from '../../projections/index.js';
import {
  conflictDomainStream,
  participationLimitAggregate,
  participationLimitStream,
  percentOfSlots,
  reserveSlots,
  slotsOfTraffic,
} from '../../subjects/index.js';
import { ConflictDomainRow } from '../../subjects/read-model/index.js';
import { isLive, slotsHeldBy, type Experiment } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import type { RecentExposures } from '../recent-exposures.js';
import { participatingWith, type Displaced } from '../starting/participating.js';
import { EXPERIMENTS } from './experiment-tables.js';
import { experimentsThatReserved } from './reserving-experiments.js';

const MOST_SHOWN = 50;
/** So many rates are read: each costs some queries. */
const MOST_RATES = 20;
const DAYS = 7;
const LIVE = { sql: `row.status IN ('running', 'paused')`, parameters: {} };
const PLACES = 2;

/** What a start, or other traffic, of an experiment would do to others. */
export class Consequences {
  constructor(
    private readonly model: ManagementReadModel,
    private readonly runner: CommandRunner,
    private readonly pins: PinQueries,
    private readonly recent: RecentExposures,
  ) {}

  /** @param traffic a percentage; undefined: that of the experiment. @throws Refusal 404; 409 for one that is over */
  async of(environment: string, id: string, traffic: Decimal | undefined, reading: Reading) {
    const now = new StateAsOf(await this.model.current(reading), null);
    const row = await now.found(EXPERIMENTS, experimentStream(environment, id));
    if (!row) throw notFound('experiment', id);
    const experiment = row.state;
    const after = traffic ?? experiment.traffic;
    checkOpen(experiment);
    const others = (await now.all(EXPERIMENTS, [...equal({ environment }), LIVE])).map(({ state }) => state);
    const participation = await this.participation(experiment, after, others);
    const kept = participation?.kept ?? '100';
    const perDay = await this.recent.perDay(environment, experiment.flag);
    const share = new Big(after).times(kept).div(100);
    return {
      experiment: id,
      action: isLive(experiment) ? ('traffic' as const) : ('start' as const),
      traffic: {
        before: isLive(experiment) ? experiment.traffic : '0',
        after,
        reviewed: experiment.trafficMax,
        needsVote: new Big(after).gt(experiment.trafficMax),
      },
      share: rounded(share),
      subjectsPerDay: perDay === null ? null : Number(share.times(perDay).div(100).toFixed(1)),
      ...(await this.onFlag(now, experiment, others)),
      conflictDomain: await this.inDomain(now, experiment, after),
      participation,
    };
  }

  /** What the flag serves to subjects whom the experiment does not take, and another experiment that holds it. */
  private async onFlag(now: StateAsOf, { id, environment, flag: key }: Experiment, others: readonly Experiment[]) {
    const { state: flag } = await now.one(FLAGS, flagStream(key), { kind: 'flag', key });
    const here = (await now.found(FLAG_ENVIRONMENTS, flagEnvironmentStream(environment, key)))?.state;
    const holder = others.find((other) => other.flag === key && other.id !== id);
    const pins = await this.pins.pinsOf(now, environment, key, here?.endedPins ?? []);
    return {
      flag: { key, enabled: here?.enabled ?? true, holder: holder ? referenceOf(holder) : null },
      after: {
        pins: pins.map(({ experimentKey }) => ({ experiment: experimentKey })),
        rules: rulesIn(flag, here).map(({ name }, index) => ({ index, name })),
      },
    };
  }

  /** Slots are taken from what is free, so nobody in the domain loses any. */
  private async inDomain({ source }: StateAsOf, experiment: Experiment, traffic: Decimal) {
    const { conflictDomain: key, environment, id } = experiment;
    if (key === null) return null;
    const stream = conflictDomainStream(environment, key);
    const row = await source.getRepository(ConflictDomainRow).findOneBy({ stream });
    if (!row) return null;
    const reserving = await experimentsThatReserved(source, row.state);
    const held = new Map(reserving.map((each) => [each.id, slotsHeldBy(each)]));
    try {
      reserveSlots(row.state, id, slotsOfTraffic(traffic), (each) => held.get(each) ?? 0);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { key, free: error.facts.free ?? '0', fits: false };
    }
    const others = [...held].reduce((sum, [other, slots]) => (other === id ? sum : sum + slots), 0);
    return { key, free: new Big(100).minus(percentOfSlots(others)).toFixed(), fits: true };
  }

  private async participation(experiment: Experiment, traffic: Decimal, others: readonly Experiment[]) {
    const stream = participationLimitStream(experiment.environment);
    const { limit } = (await this.runner.load(participationLimitAggregate, stream)).state;
    if (limit === null) return null;
    const { kept, displaced } = participatingWith(experiment, traffic, others, limit);
    const subjects = await Promise.all(displaced.slice(0, MOST_RATES).map((each) => this.leaving(each)));
    return {
      limit,
      kept: rounded(new Big(kept).times(100)),
      displaced: displaced.slice(0, MOST_SHOWN).map((each, index) => ({
        experiment: referenceOf(each.experiment),
        share: rounded(new Big(each.share).times(100)),
        subjects: subjects[index] ?? null,
      })),
      total: displaced.length,
    };
  }

  /** Of the subjects that the experiment took in 7 days, the number that would leave it; null if it is not known. */
  private async leaving({ experiment, share }: Displaced): Promise<number | null> {
    const perDay = await this.recent.perDay(experiment.environment, experiment.flag);
    return perDay === null ? null : Math.round(((perDay * Number(experiment.traffic)) / 100) * DAYS * share);
  }
}

/** @throws Refusal `wrong_state` */
function checkOpen({ status }: Experiment): void {
  if (status !== 'completed' && status !== 'archived' && status !== 'rejected') return;
  throw conflict('wrong_state', `the experiment is ${status}: it neither starts nor takes traffic any more`);
}

const referenceOf = ({ id, key, name }: Experiment) => ({ id, key, name });

const rounded = (percent: Big): Decimal => new Big(percent.toFixed(PLACES)).toFixed();
