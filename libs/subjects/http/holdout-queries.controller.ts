import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { equal, revised, search, TimeTravel } from '../../projections/index.js';
import { holdoutDocument, holdoutStream } from '../holdout.js';
import { HOLDOUTS, type HoldoutRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { HoldoutSchema } from './subject-answers.js';

@ApiTags('holdouts')
@Controller('v1/holdouts')
@Allow('read')
export class HoldoutQueriesController {
  constructor(private readonly time: TimeTravel) {}

  /** Sorted by key, including those that have ended. */
  @Get()
  @ApiOperation({ summary: 'List holdouts by key' })
  @Returns(countedListSchema(HoldoutSchema), { headers: AS_OF })
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q', 'at') query: Query,
  ) {
    const page = pageOf(query);
    const asOf = await this.time.to(query.at, min);
    const conditions = [...equal({ environment: environmentOf(request) }), ...search(query.q, ['row.key'])];
    return asOf.list(HOLDOUTS, { by: 'key', order: 'ASC' }, page, documentOf, conditions);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read a holdout' })
  @ReturnsDocument(HoldoutSchema, AS_OF)
  async one(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('at') query: Query,
  ) {
    const asOf = await this.time.to(query.at, min);
    const stream = holdoutStream(environmentOf(request), key);
    return documentOf(await asOf.one(HOLDOUTS, stream, { kind: 'holdout', key }));
  }
}

const documentOf = (row: HoldoutRow) => revised(holdoutDocument(row.state), row);
