import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { type CountedList, listRows, ManagementReadModel, oneRow, search } from '../../projections/index.js';
import { metricDocument } from '../metric.js';
import { MetricRow } from '../read-model/metric-table.js';

@ApiTags('metrics')
@Controller('v1/metrics')
@Allow('read')
export class MetricQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get()
  @ApiOperation({ summary: 'List metrics by key, each in its newest version' })
  async list(
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q') query: Query,
  ): Promise<CountedList<object>> {
    const page = pageOf(query);
    const conditions = search(query.q, ['row.key', `row.state->>'name'`]);
    const source = await this.model.current(min);
    return listRows(
      source,
      MetricRow,
      { by: 'key', order: 'ASC' },
      page,
      (row) => metricDocument(row.state),
      conditions,
    );
  }

  /** The newest version. */
  @Get(':key')
  @ApiOperation({ summary: 'Read a metric in its newest version' })
  async one(@KeyParam('key') key: string, @MinPosition() min: Reading): Promise<object> {
    const source = await this.model.current(min);
    const { state, revision } = await oneRow(source, MetricRow, { key }, { kind: 'metric', key });
    return { ...metricDocument(state), revision: Number(revision) };
  }
}
