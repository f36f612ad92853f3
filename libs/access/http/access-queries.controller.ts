import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { pageOf, queryOf, type List } from '../../platform/http/query.js';
import { listRows, ManagementReadModel } from '../../projections/index.js';
import { apiKeyDocument } from '../api-key.js';
import { ApiKeyRow, UserRow } from '../read-model/index.js';
import { Allow, type AuthenticatedRequest } from './guard.js';

const OLDEST_FIRST = { by: 'created_position', order: 'ASC' } as const;

@ApiTags('access')
@Controller('v1')
export class AccessQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get('users')
  @Allow('read', 'viewer')
  async users(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    return listRows(source, UserRow, OLDEST_FIRST, page, (row) => row.state);
  }

  @Get('api-keys')
  @Allow('manage', 'admin')
  async keys(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading): Promise<List<object>> {
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    return listRows(source, ApiKeyRow, OLDEST_FIRST, page, (row) => apiKeyDocument(row.state));
  }
}
