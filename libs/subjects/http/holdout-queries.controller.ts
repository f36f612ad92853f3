import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf, queryOf, type List } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { listRows, ManagementReadModel } from '../../projections/index.js';
import { holdoutDocument, holdoutStream } from '../holdout.js';
import { HoldoutRow } from '../read-model/index.js';

@ApiTags('holdouts')
@Controller('v1/holdouts')
@Allow('read')
export class HoldoutQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Sorted by key, including those that have ended. */
  @Get()
  async list(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    const where = { environment: environmentOf(request) };
    return listRows(source, HoldoutRow, { by: 'key', order: 'ASC' }, page, documentOf, where);
  }

  @Get(':key')
  async one(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
  ): Promise<object> {
    const source = await this.model.current(min);
    const stream = holdoutStream(environmentOf(request), key);
    const row = await source.getRepository(HoldoutRow).findOneBy({ stream });
    if (!row) throw notFound('holdout', key);
    return documentOf(row);
  }
}

const documentOf = ({ state, revision }: HoldoutRow): object => ({
  ...holdoutDocument(state),
  revision: Number(revision),
});
