import type { EventStore } from '../event-store/index.js';
import { experimentAggregate, type Experiment, type ExperimentEvent } from '../experiments/index.js';
import { unavailable } from '../platform/problem.js';
import { StateByStream } from '../projections/index.js';
import { DecisionView } from './decision-view.js';
import type { Digest } from '../decision-ids/index.js';
import type { Enrolments } from './enrolments.js';
import { EnvironmentVersions } from './environment-versions.js';

const TIMEOUT_MS = 20_000;
const MAX_AT_ONCE = 2;

/** The state that decisions were made from at an earlier time, read from the log on each request. */
export class PastDecisions {
  private underWay = 0;

  constructor(
    private readonly store: EventStore,
    private readonly enrolments: Pick<Enrolments, 'enrolledIn'>,
    private readonly digest: Digest,
  ) {}

  /**
   * The view of everything recorded up to then. Filters of frozen enrolments are the current ones.
   * @param at epoch milliseconds
   * @throws Problem 503 if two such requests are under way already, or the log is not read within 20 seconds
   */
  async asOf(at: number): Promise<DecisionView> {
    if (this.underWay >= MAX_AT_ONCE) throw unavailable('busy', 'the past is being read for others; ask again');
    this.underWay += 1;
    try {
      return await this.read(at);
    } finally {
      this.underWay -= 1;
    }
  }

  private async read(at: number): Promise<DecisionView> {
    const enrolments = {
      enrolledIn: (experiment: string) => this.enrolments.enrolledIn(experiment),
      changes: 0,
      want: () => undefined,
      forget: () => undefined,
    };
    const experiments = new StateByStream<Experiment | null, ExperimentEvent>(experimentAggregate);
    const versions = new EnvironmentVersions({ now: () => new Date(at) });
    const view = new DecisionView(enrolments, versions, this.digest, experiments);
    const folds = [...view.folds, experiments];
    const streamPrefixes = folds.flatMap(({ prefixes }) => prefixes);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    for await (const message of this.store.subscribe({ filter: { streamPrefixes }, signal })) {
      if (message.kind === 'caught_up') return view;
      if (message.kind !== 'event' || Date.parse(message.event.recordedAt) > at) continue;
      const { event } = message;
      for (const fold of folds) {
        if (fold.prefixes.some((prefix) => event.stream.startsWith(prefix))) fold.apply(event);
      }
    }
    throw unavailable('timeout', 'the log was not read in time; ask again');
  }
}
