import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MinPosition } from '../../platform/http/min-position.js';
import { listOf, pageOf, queryOf, type List } from '../../platform/http/query.js';
import { ManagementReadModel } from '../../projections/index.js';
import { apiKeyDocument } from '../api-key.js';
import { ApiKeyRow, UserRow } from '../read-model/index.js';
import { Allow, type AuthenticatedRequest } from './guard.js';

@ApiTags('access')
@Controller('v1')
export class AccessQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get('users')
  @Allow('read', 'viewer')
  async users(@Req() request: AuthenticatedRequest, @MinPosition() min: string | undefined): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    const rows = source.getRepository(UserRow).createQueryBuilder('u');
    if (page.after !== null) rows.where('u.created_position > :after', { after: page.after });
    const found = await rows
      .orderBy('u.created_position', 'ASC')
      .limit(page.limit + 1)
      .getMany();
    return listOf(
      found,
      page,
      (row) => row.created_position,
      (row) => row.state,
    );
  }

  @Get('api-keys')
  @Allow('manage', 'admin')
  async keys(@Req() request: AuthenticatedRequest, @MinPosition() min: string | undefined): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    const rows = source.getRepository(ApiKeyRow).createQueryBuilder('k');
    if (page.after !== null) rows.where('k.created_position > :after', { after: page.after });
    const found = await rows
      .orderBy('k.created_position', 'ASC')
      .limit(page.limit + 1)
      .getMany();
    return listOf(
      found,
      page,
      (row) => row.created_position,
      (row) => apiKeyDocument(row.state),
    );
  }
}
