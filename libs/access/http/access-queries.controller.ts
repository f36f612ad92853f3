import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { type CountedList, listRows, ManagementReadModel, oneRow, search } from '../../projections/index.js';
import { apiKeyDocument } from '../api-key.js';
import { ApiKeyRow, UserRow } from '../read-model/index.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from './guard.js';

const OLDEST_FIRST = { by: 'created_position', order: 'ASC' } as const;

@ApiTags('access')
@Controller('v1')
export class AccessQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get('users')
  @ApiOperation({ summary: 'List users, oldest first' })
  @Allow('read', 'viewer')
  async users(
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q') query: Query,
  ): Promise<CountedList<object>> {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`, `row.state->>'email'`]);
    const source = await this.model.current(min);
    return listRows(source, UserRow, OLDEST_FIRST, page, (row) => row.state, conditions);
  }

  @Get('users/:id')
  @ApiOperation({ summary: 'Read a user' })
  @Allow('read', 'viewer')
  async user(@IdParam('id') id: string, @MinPosition() min: Reading): Promise<object> {
    const source = await this.model.current(min);
    const { state, revision } = await oneRow(source, UserRow, { id }, { kind: 'user', key: id });
    return { ...state, revision: Number(revision) };
  }

  @Get('api-keys')
  @ApiOperation({ summary: 'List API keys, oldest first, without secrets' })
  @Allow('manage', 'admin')
  async keys(
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q') query: Query,
  ): Promise<CountedList<object>> {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`]);
    const source = await this.model.current(min);
    return listRows(source, ApiKeyRow, OLDEST_FIRST, page, (row) => apiKeyDocument(row.state), conditions);
  }

  @Get('api-keys/:id')
  @ApiOperation({ summary: 'Read an API key, without its secret' })
  @Allow('manage', 'admin')
  async key(@IdParam('id') id: string, @MinPosition() min: Reading): Promise<object> {
    const source = await this.model.current(min);
    const { state, revision } = await oneRow(source, ApiKeyRow, { id }, { kind: 'API key', key: id });
    return { ...apiKeyDocument(state), revision: Number(revision) };
  }
}
