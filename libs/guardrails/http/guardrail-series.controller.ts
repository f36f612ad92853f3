import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import type { Experiment, ThresholdGuardrail } from '../../experiments/index.js';
import { readAsOf, readExperiments, readMetrics, type Reader } from '../../measurement/read-model/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam, KeyParam } from '../../platform/http/params.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { instantIn, wrong } from '../../platform/http/query.js';
import { Returns } from '../../platform/http/returns.js';
import { conflict, notFound } from '../../primitives/refusal.js';
import {
  equal,
  inOneSnapshot,
  ManagementReadModel,
  MeasurementReadModel,
  sortedRows,
} from '../../projections/index.js';
import { readGuardrailSeries, type SeriesAsked } from '../read-model/guardrail-series.js';
import { TriggerRow } from '../read-model/trigger-table.js';
import { GuardrailSeriesSchema } from './guardrail-series-answers.js';
import { RecentSeries } from './recent-series.js';

const [LEAST_POINTS, MOST_POINTS, POINTS] = [50, 400, 200];
const MOST_BREACHES = 100;

@ApiTags('guardrails')
@Controller('v1/experiments/:id/guardrails/:key/series')
@Allow('read')
export class GuardrailSeriesController {
  private readonly recent: RecentSeries<Awaited<ReturnType<typeof readSeries>>>;

  constructor(
    private readonly management: ManagementReadModel,
    private readonly measurement: MeasurementReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.recent = new RecentSeries(clock);
  }

  /**
   * The value of each arm at evenly spread instants, as it was judged then: that of the window which ended then. Without
   * `?from=` and `?to=` from the first data to the last, and up to now while it runs.
   */
  @Get()
  @ApiOperation({ summary: 'Read what a guardrail judged, over time' })
  @Returns(GuardrailSeriesSchema)
  async series(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('from', 'to', 'points') query: Query,
  ) {
    const environment = environmentOf(request);
    const [from, to] = [instantIn('from', query.from), instantIn('to', query.to)];
    if (from !== null && to !== null && from > to) throw wrong('from', 'out_of_range', 'from must not be after to');
    const points = pointsIn(query);
    const source = await this.measurement.current(min);
    const experiment = (await readExperiments(source, [id])).get(id);
    if (experiment?.environment !== environment) throw notFound('experiment', id);
    const guardrail = thresholdOf(experiment, key);
    const asked = { from, to, points };
    const read = () =>
      inOneSnapshot(source, (reader) => readSeries(reader, experiment, guardrail, asked, this.clock.now()));
    // Whoever names a position wants what was counted up to it.
    const name = [id, experiment.updatedAt, key, from, to, points].join(' ');
    const series = await (min.minPosition === undefined ? this.recent.of(name, read) : read());
    return { ...series, breaches: await this.breachesOf(id, key, min) };
  }

  /** The newest ones, oldest first. */
  private async breachesOf(id: string, key: string, min: Reading) {
    const source = await this.management.current(min);
    const ofGuardrail = { sql: `row.breach->>'guardrail' = :guardrail`, parameters: { guardrail: key } };
    const conditions = [...equal({ experiment_id: id }), ofGuardrail];
    const sort = { by: 'position', order: 'DESC' } as const;
    const rows = await sortedRows(source, TriggerRow, sort, { limit: MOST_BREACHES, after: null }, conditions);
    return rows.toReversed().map(({ breach }) => {
      const { id: trigger, detectedAt: at, run, variant, value, threshold } = breach;
      return { trigger, at, run, variant, value, threshold };
    });
  }
}

async function readSeries(
  reader: Reader,
  experiment: Experiment,
  guardrail: ThresholdGuardrail,
  asked: Omit<SeriesAsked, 'now'>,
  now: Date,
) {
  const { kind: _, key, ...definition } = guardrail;
  const metrics = (await readMetrics(reader, [experiment])).get(experiment.id) ?? [];
  const metric = metrics.find((each) => each.key === guardrail.metric);
  if (!metric) throw notFound('metric of this experiment', guardrail.metric);
  const { asOf } = await readAsOf(reader);
  const series = await readGuardrailSeries(reader, experiment, guardrail, metric, { ...asked, now: now.getTime() });
  return { experiment: experiment.id, guardrail: key, ...definition, direction: metric.direction, asOf, ...series };
}

/** @throws Refusal 404; 409 for a comparison, of which only the last look is kept */
function thresholdOf({ guardrails }: Experiment, key: string) {
  const guardrail = guardrails.find((each) => each.key === key);
  if (!guardrail) throw notFound('guardrail of this experiment', key);
  if (guardrail.kind !== 'comparison') return guardrail;
  const message = `${key} compares treatments with control: its evidence is kept as of the last look only`;
  throw conflict('no_series_of_comparison', message);
}

function pointsIn({ points }: Query): number {
  if (points === undefined) return POINTS;
  const count = /^\d{1,4}$/.test(points) ? Number(points) : NaN;
  if (count >= LEAST_POINTS && count <= MOST_POINTS) return count;
  throw wrong('points', 'out_of_range', `points must be a whole number from ${LEAST_POINTS} to ${MOST_POINTS}`);
}
