import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { equal, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { holdoutDocument, holdoutStream } from '../holdout.js';
import { HoldoutRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { HoldoutSchema } from './subject-answers.js';

@ApiTags('holdouts')
@Controller('v1/holdouts')
@Allow('read')
export class HoldoutQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Sorted by key, including those that have ended. */
  @Get()
  @ApiOperation({ summary: 'List holdouts by key' })
  @Returns(countedListSchema(HoldoutSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    const conditions = [...equal({ environment: environmentOf(request) }), ...search(query.q, ['row.key'])];
    return listRows(source, HoldoutRow, { by: 'key', order: 'ASC' }, page, documentOf, conditions);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read a holdout' })
  @ReturnsDocument(HoldoutSchema)
  async one(@Req() request: AuthenticatedRequest, @KeyParam('key') key: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    const stream = holdoutStream(environmentOf(request), key);
    const row = await oneRow(source, HoldoutRow, { stream }, { kind: 'holdout', key });
    return documentOf(row);
  }
}

const documentOf = (row: HoldoutRow) => revised(holdoutDocument(row.state), row);
