import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import type { Experiment } from '../../experiments/index.js';
import { KEY_PATTERN } from '../../primitives/key.js';
import { IdParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { parseTime, TIME_MESSAGE } from '../../primitives/time.js';
import { inOneSnapshot, MeasurementReadModel } from '../../projections/index.js';
import { TIME_BUCKET_SECONDS } from '../aggregation/time-buckets.js';
import { readExperiment, readMetrics, type Reader } from '../read-model/measured.js';
import { readResults, type PhaseChoice } from '../read-model/results.js';
import { readTimeseries } from '../read-model/timeseries.js';
import { Returns } from '../../platform/http/returns.js';
import { ResultsSchema, TimeseriesSchema } from './result-answers.js';

@ApiTags('results')
@Controller('v1/experiments/:id')
@Allow('read')
export class ResultsController {
  constructor(private readonly model: MeasurementReadModel) {}

  /** Exact counts per variant: `?phase=` a number, `current` or `all` (default). */
  @Get('results')
  @ApiOperation({ summary: 'Read the results of an experiment' })
  @Returns(ResultsSchema)
  async results(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('phase') query: Query,
  ) {
    const phase = phaseOf(query.phase);
    const source = await this.model.current(min);
    await existing(source, environmentOf(request), id);
    return readResults(source, id, phase);
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
    const { metric } = query;
    if (metric === undefined || !KEY_PATTERN.test(metric)) throw wrong('metric', 'required', 'name a metric');
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
      const definition = (await readMetrics(reader, experiment)).find(({ key }) => key === metric);
      if (!definition) throw notFound('metric of this experiment', metric);
      return readTimeseries(reader, id, { metric: definition, from, to, bucketSeconds });
    });
  }
}

async function existing(reader: Reader, environment: string, id: string): Promise<Experiment> {
  const experiment = await readExperiment(reader, id);
  if (experiment?.environment !== environment) throw notFound('experiment', id);
  return experiment;
}

function phaseOf(value: string | undefined): PhaseChoice {
  if (value === undefined || value === 'all') return 'all';
  if (value === 'current') return 'current';
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw wrong('phase', 'invalid_value', 'phase must be a number, current or all');
}

function timeOf(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrong(name, 'invalid_value', `${name} ${TIME_MESSAGE}`);
  return Math.floor(time / 1000);
}
