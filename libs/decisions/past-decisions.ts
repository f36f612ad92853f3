import type { Digest } from '../decision-ids/index.js';
import type { EventStore } from '../event-store/index.js';
import {
  compileEnvironment,
  EnrolledFilter,
  unitOf,
  type CompiledFlag,
  type EvaluationRequest,
} from '../evaluation/index.js';
import { isLive, type Experiment } from '../experiments/index.js';
import { isEnrolled } from '../measurement/read-model/index.js';
import type { MeasurementReadModel, PastState } from '../projections/index.js';
import type { Enrolments } from './enrolments.js';
import { flagSnapshotOf, pinSnapshot, snapshotOf } from './flag-snapshots.js';
import { PastReader, type DecidedFrom } from './past-reader.js';

/** The filters of frozen enrolments, by experiment. */
type EnrolledIn = Enrolments['enrolledIn'];

/** The flags that decisions were made from at an earlier time, read from the past of the management read model. */
export class PastDecisions {
  constructor(
    private readonly store: Pick<EventStore, 'read'>,
    private readonly measurement: Pick<MeasurementReadModel, 'source'>,
    private readonly enrolments: Pick<Enrolments, 'enrolledIn'>,
    private readonly digest: Digest,
  ) {}

  /** A flag as it decided for a request at the instant; undefined: there was none. */
  async flag(
    asOf: PastState,
    environment: string,
    key: string,
    request: EvaluationRequest,
  ): Promise<CompiledFlag | undefined> {
    const state = await new PastReader(asOf, this.store, environment).read(key);
    const flags = this.compiled(state, (id) => this.enrolments.enrolledIn(id));
    const frozen = state.experiments.filter(
      ({ frozenAt, id }) => frozenAt !== null && this.enrolments.enrolledIn(id) === null,
    );
    if (frozen.length === 0) return flags.get(key);
    const filters = await this.filtersOf(frozen, flags, request);
    return this.compiled(state, (id) => filters.get(id) ?? this.enrolments.enrolledIn(id)).get(key);
  }

  /** Filters that have nobody but the unit of the request, if it is enrolled. */
  private async filtersOf(
    frozen: readonly Experiment[],
    flags: ReadonlyMap<string, CompiledFlag>,
    request: EvaluationRequest,
  ): Promise<ReadonlyMap<string, string>> {
    const filters = new Map<string, string>();
    for (const { id, flag } of frozen) {
      const experiment = flags.get(flag)?.experiment;
      if (experiment?.id !== id) continue;
      const unit = request.subjectId ? unitOf(experiment, request.subjectId, request) : undefined;
      const digest = unit === undefined ? undefined : this.digest(unit);
      const enrolled = digest !== undefined && (await isEnrolled(await this.measurement.source(), id, digest));
      filters.set(id, EnrolledFilter.of(enrolled ? [digest] : []).toText());
    }
    return filters;
  }

  private compiled(state: DecidedFrom, enrolledIn: EnrolledIn): ReadonlyMap<string, CompiledFlag> {
    const { flags, states, experiments, overrides, settings } = state;
    const enrolments = { enrolledIn };
    const byId = new Map(experiments.map((experiment) => [experiment.id, experiment]));
    const live = [...byId.values()].filter(isLive);
    const compiled = new Map<string, CompiledFlag>();
    const compile = compileEnvironment(
      settings,
      live.map((experiment) => snapshotOf(experiment, enrolments)),
      this.digest,
      (key) => compiled.get(key),
    );
    for (const flag of flags.filter(({ archived }) => !archived)) {
      const { key } = flag;
      const snapshot = flagSnapshotOf({
        flag,
        state: states.get(key),
        live: live.find((experiment) => experiment.flag === key),
        pins: [...byId.values()].flatMap((experiment) =>
          experiment.flag === key ? (pinSnapshot(experiment) ?? []) : [],
        ),
        overrides: overrides.filter((override) => override.flag === key),
        experimentOf: (id) => byId.get(id),
        enrolments,
      });
      compiled.set(key, compile(snapshot));
    }
    return compiled;
  }
}
