import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam } from '../../platform/http/params.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import { ManagementReadModel, oneRow, revised } from '../../projections/index.js';
import { overrideDocument, overrideStream } from '../override.js';
import { activeOverrides } from '../read-model/active-overrides.js';
import { OverrideRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { listSchema } from '../../platform/http/schemas.js';
import { OverrideSchema } from './subject-answers.js';

@ApiTags('overrides')
@Controller('v1/overrides')
@Allow('read')
export class OverrideQueriesController {
  constructor(
    private readonly model: ManagementReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Overrides that have neither expired nor been ended, newest first. */
  @Get()
  @ApiOperation({ summary: 'List active overrides' })
  @Returns(listSchema(OverrideSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'flag') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    const where = { environment: environmentOf(request), flag: query.flag };
    const rows = await activeOverrides(source, where, this.clock.now(), page);
    return listOf(rows, page, (row) => row.created_position, documentOf);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an override' })
  @ReturnsDocument(OverrideSchema)
  async one(@Req() request: AuthenticatedRequest, @IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    const stream = overrideStream(environmentOf(request), id);
    const row = await oneRow(source, OverrideRow, { stream }, { kind: 'override', key: id });
    return documentOf(row);
  }
}

const documentOf = (row: OverrideRow) => revised(overrideDocument(row.state), row);
