import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { pageOf, queryOf, type List } from '../../platform/http/query.js';
import { listRows, ManagementReadModel } from '../../projections/index.js';
import { EventTypeRow } from '../read-model/event-type-table.js';

@ApiTags('event types')
@Controller('v1/event-types')
@Allow('read')
export class EventTypeQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get()
  async list(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    return listRows(source, EventTypeRow, { by: 'key', order: 'ASC' }, page, (row) => row.state);
  }
}
