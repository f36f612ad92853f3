import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import type { Experiment } from '../../experiments/index.js';
import { KEY_PATTERN } from '../../primitives/key.js';
import { IdParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { QueryParameters, VariedQueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { instantIn, wrong } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { inOneSnapshot, MeasurementReadModel } from '../../projections/index.js';
import { hourOf } from '../aggregation/log-clock.js';
import { TIME_BUCKET_SECONDS } from '../aggregation/time-buckets.js';
import { metricOf } from '../read-model/baseline.js';
import { readExperiments, type Reader } from '../read-model/measured.js';
import { METHODS, type Method } from '../analysis/inference.js';
import { readEffectSeries } from '../read-model/effect-series.js';
import { readReport } from '../read-model/report.js';
import type { PhaseChoice } from '../read-model/results.js';
import { readTimeseries } from '../read-model/timeseries.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ReturnsTable } from '../../platform/http/csv.js';
import { Returns } from '../../platform/http/returns.js';
import { EffectSeriesSchema } from './comparison-answers.js';
import { ResultsSchema, TimeseriesSchema } from './result-answers.js';
import { resultsCsv, seriesCsv } from './results-csv.js';

const HOURLY = {
  at: {
    description: 'A past time: results as they were at the beginning of its hour',
    schema: { type: 'string', format: 'date-time' },
  },
} as const;

@ApiTags('results')
@Controller('v1/experiments/:id')
@Allow('read')
export class ResultsController {
  constructor(
    private readonly model: MeasurementReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Exact counts per variant, and each treatment compared with control. `?phase=`, `?at=` and `?dimension=` choose a part
   * of the data. The verdict is always on the whole.
   */
  @Get('results')
  @ApiOperation({ summary: 'Read the results of an experiment' })
  @ReturnsTable(ResultsSchema, resultsCsv)
  async results(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @VariedQueryParameters(HOURLY, 'phase', 'statistics', 'dimension', 'at', 'format') query: Query,
  ) {
    const [phase, method, at] = [phaseOf(query.phase), methodOf(query.statistics), instantIn('at', query.at)];
    const dimension = query.dimension ?? null;
    const source = await this.model.current(min);
    const experiment = await existing(source, environmentOf(request), id);
    const { dimensions } = experiment;
    if (dimension !== null && !dimensions.some(({ key }) => key === dimension)) {
      throw wrong('dimension', 'unknown_dimension', 'the experiment has no dimension of that key');
    }
    const now = this.clock.now();
    checkPhase(experiment, phase);
    checkWithin(experiment, at, now.getTime());
    const hour = at === null ? null : hourOf(at);
    return readReport(source, id, { phase, method, hour, dimension }, now);
  }

  /** The effect of a treatment, with always-valid intervals, at the beginnings of the hours and now: up to 1,000 points. */
  @Get('results/series')
  @ApiOperation({ summary: 'Read an effect over time' })
  @ReturnsTable(EffectSeriesSchema, seriesCsv)
  async series(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('metric', 'variant', 'format') query: Query,
  ) {
    const metric = metricIn(query);
    const source = await this.model.current(min);
    return inOneSnapshot(source, async (manager) => {
      const experiment = await existing(manager, environmentOf(request), id);
      const variant = treatmentIn(experiment, query.variant);
      const attached = experiment.metrics.includes(metric);
      const definition = attached && (await metricOf(manager, experiment, metric));
      if (!definition) throw notFound('metric of this experiment', metric);
      return readEffectSeries(manager, experiment, definition, variant);
    });
  }

  /** `?metric=`, `?from=`, `?to=`, `?bucket=` seconds (a multiple of 10). In event time, without empty buckets. */
  @Get('timeseries')
  @ApiOperation({ summary: 'Read a metric over time' })
  @Returns(TimeseriesSchema)
  async timeseries(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('metric', 'from', 'to', 'bucket') query: Query,
  ) {
    const metric = metricIn(query);
    const bucketSeconds = Number(query.bucket ?? TIME_BUCKET_SECONDS);
    if (
      !Number.isInteger(bucketSeconds) ||
      bucketSeconds < TIME_BUCKET_SECONDS ||
      bucketSeconds % TIME_BUCKET_SECONDS !== 0 ||
      bucketSeconds > 2_592_000
    ) {
      throw wrong(
        'bucket',
        'out_of_range',
        `bucket must be a multiple of ${TIME_BUCKET_SECONDS} seconds, at most 30 days`,
      );
    }
    const [from, to] = [timeOf('from', query.from), timeOf('to', query.to)];
    if (from !== null && to !== null && from > to) throw wrong('from', 'out_of_range', 'from must not be after to');
    const source = await this.model.current(min);
    return inOneSnapshot(source, async (reader) => {
      const experiment = await existing(reader, environmentOf(request), id);
      const definition = await metricOf(reader, experiment, metric);
      if (!definition) throw notFound('metric of this experiment', metric);
      return readTimeseries(reader, id, { metric: definition, from, to, bucketSeconds });
    });
  }
}

async function existing(reader: Reader, environment: string, id: string): Promise<Experiment> {
  const experiment = (await readExperiments(reader, [id])).get(id);
  if (experiment?.environment !== environment) throw notFound('experiment', id);
  return experiment;
}

function phaseOf(value: string | undefined): PhaseChoice {
  if (value === undefined || value === 'all') return 'all';
  if (value === 'current') return 'current';
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw wrong('phase', 'invalid_value', 'phase must be a whole number from 1, current or all');
}

function methodOf(value = 'sequential'): Method {
  const method = METHODS.find((each) => each === value);
  if (!method) throw wrong('statistics', 'invalid_value', `statistics must be one of ${METHODS.join(', ')}`);
  return method;
}

function checkPhase({ phase: last }: Experiment, phase: PhaseChoice): void {
  if (typeof phase !== 'number' || phase <= last) return;
  const known = last === 0 ? 'it has not started' : `its last phase is ${last}`;
  throw wrong('phase', 'unknown_phase', `the experiment has no phase ${phase}: ${known}`);
}

/** Nothing is known of the future, and nothing was counted before the start. */
function checkWithin({ startedAt }: Experiment, at: number | null, now: number): void {
  if (at === null) return;
  if (at > now) throw wrong('at', 'out_of_range', 'at must not be in the future');
  if (startedAt === null) throw wrong('at', 'out_of_range', 'the experiment has not started');
  if (at < Date.parse(startedAt)) throw wrong('at', 'out_of_range', `at must be after the start, ${startedAt}`);
}

function metricIn({ metric }: Query): string {
  if (metric === undefined || !KEY_PATTERN.test(metric)) throw wrong('metric', 'required', 'name a metric');
  return metric;
}

/** The treatment that a query names; without a name the only one. */
function treatmentIn({ variants }: Experiment, named: string | undefined): string {
  const treatments = variants.filter(({ control }) => !control).map(({ key }) => key);
  const [only] = treatments;
  if (named === undefined && only !== undefined && treatments.length === 1) return only;
  if (named === undefined) throw wrong('variant', 'required', `name one of ${treatments.join(', ')}`);
  if (!treatments.includes(named)) throw wrong('variant', 'unknown_variant', 'the experiment has no such treatment');
  return named;
}

/** Seconds since 1970. */
function timeOf(name: string, value: string | undefined): number | null {
  const instant = instantIn(name, value);
  return instant === null ? null : Math.floor(instant / 1000);
}
