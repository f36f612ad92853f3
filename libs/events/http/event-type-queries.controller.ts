import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition } from '../../platform/http/min-position.js';
import { listOf, pageOf, queryOf, type List } from '../../platform/http/query.js';
import { ManagementReadModel } from '../../projections/index.js';
import { EventTypeRow } from '../read-model/event-type-table.js';

@ApiTags('event types')
@Controller('v1/event-types')
@Allow('read')
export class EventTypeQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get()
  async list(@Req() request: AuthenticatedRequest, @MinPosition() min: string | undefined): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    const rows = source.getRepository(EventTypeRow).createQueryBuilder('t');
    if (page.after !== null) rows.where('t.key > :after', { after: page.after });
    const found = await rows
      .orderBy('t.key', 'ASC')
      .limit(page.limit + 1)
      .getMany();
    return listOf(
      found,
      page,
      (row) => row.key,
      (row) => row.state,
    );
  }
}
