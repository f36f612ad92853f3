import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { archivedIs, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { metricDocument } from '../metric.js';
import { MetricRow } from '../read-model/metric-table.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { MetricSchema } from './metric-answers.js';

@ApiTags('metrics')
@Controller('v1/metrics')
@Allow('read')
export class MetricQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get()
  @ApiOperation({ summary: 'List metrics by key, each in its newest version' })
  @Returns(countedListSchema(MetricSchema))
  async list(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q', 'archived') query: Query) {
    const page = pageOf(query);
    const conditions = [...search(query.q, ['row.key', `row.state->>'name'`]), ...archivedIs(query.archived)];
    const source = await this.model.current(min);
    return listRows(source, MetricRow, { by: 'key', order: 'ASC' }, page, documentOf, conditions);
  }

  /** The newest version. */
  @Get(':key')
  @ApiOperation({ summary: 'Read a metric in its newest version' })
  @ReturnsDocument(MetricSchema)
  async one(@KeyParam('key') key: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    return documentOf(await oneRow(source, MetricRow, { key }, { kind: 'metric', key }));
  }
}

const documentOf = (row: MetricRow) => revised(metricDocument(row.state), row);
