import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam } from '../../platform/http/params.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import { equal, revised, TimeTravel } from '../../projections/index.js';
import { overrideDocument, overrideStream } from '../override.js';
import { OVERRIDES, type OverrideRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { listSchema } from '../../platform/http/schemas.js';
import { OverrideSchema } from './subject-answers.js';

@ApiTags('overrides')
@Controller('v1/overrides')
@Allow('read')
export class OverrideQueriesController {
  constructor(
    private readonly time: TimeTravel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Overrides that have neither expired nor been ended, newest first. */
  @Get()
  @ApiOperation({ summary: 'List active overrides' })
  @Returns(listSchema(OverrideSchema), { headers: AS_OF })
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'flag', 'at') query: Query,
  ) {
    const page = pageOf(query);
    const asOf = await this.time.to(query.at, min);
    const now = asOf.instant?.at ?? this.clock.now().getTime();
    const conditions = [
      ...equal({ environment: environmentOf(request), flag: query.flag }),
      { sql: 'row.ends_at > :now', parameters: { now: new Date(now).toISOString() } },
    ];
    const further = { ...page, limit: page.limit + 1 };
    const rows = await asOf.sorted(OVERRIDES, { by: 'created_position', order: 'DESC' }, further, conditions);
    return listOf(rows, page, (row) => row.created_position, documentOf);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an override' })
  @ReturnsDocument(OverrideSchema, AS_OF)
  async one(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('at') query: Query,
  ) {
    const asOf = await this.time.to(query.at, min);
    const stream = overrideStream(environmentOf(request), id);
    return documentOf(await asOf.one(OVERRIDES, stream, { kind: 'override', key: id }));
  }
}

const documentOf = (row: OverrideRow) => revised(overrideDocument(row.state), row);
