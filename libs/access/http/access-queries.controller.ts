import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { apiKeyDocument } from '../api-key.js';
import { KeyUses } from '../key-uses.js';
import { userDocument } from '../user.js';
import { ApiKeyRow, UserRow } from '../read-model/index.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from './guard.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { UsedApiKeySchema, UserSchema } from './access-answers.js';

const OLDEST_FIRST = { by: 'created_position', order: 'ASC' } as const;

@ApiTags('access')
@Controller('v1')
export class AccessQueriesController {
  constructor(
    private readonly model: ManagementReadModel,
    private readonly uses: KeyUses,
  ) {}

  @Get('users')
  @ApiOperation({ summary: 'List users, oldest first' })
  @Returns(countedListSchema(UserSchema))
  @Allow('read', 'viewer')
  async users(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q') query: Query) {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`, `row.state->>'email'`]);
    const source = await this.model.current(min);
    return listRows(source, UserRow, OLDEST_FIRST, page, documentOf, conditions);
  }

  @Get('users/:id')
  @ApiOperation({ summary: 'Read a user' })
  @ReturnsDocument(UserSchema)
  @Allow('read', 'viewer')
  async user(@IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    return documentOf(await oneRow(source, UserRow, { id }, { kind: 'user', key: id }));
  }

  @Get('api-keys')
  @ApiOperation({ summary: 'List API keys, oldest first, without secrets' })
  @Returns(countedListSchema(UsedApiKeySchema))
  @Allow('manage', 'admin')
  async keys(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q') query: Query) {
    const page = pageOf(query);
    const conditions = search(query.q, [`row.state->>'name'`]);
    const source = await this.model.current(min);
    const list = await listRows(source, ApiKeyRow, OLDEST_FIRST, page, keyDocumentOf, conditions);
    const lastUsedAt = await this.uses.of(list.items.map(({ id }) => id));
    return { ...list, items: list.items.map((item) => ({ ...item, lastUsedAt: lastUsedAt(item.id) })) };
  }

  @Get('api-keys/:id')
  @ApiOperation({ summary: 'Read an API key, without its secret' })
  @ReturnsDocument(UsedApiKeySchema)
  @Allow('manage', 'admin')
  async key(@IdParam('id') id: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    const key = keyDocumentOf(await oneRow(source, ApiKeyRow, { id }, { kind: 'API key', key: id }));
    return { ...key, lastUsedAt: (await this.uses.of([id]))(id) };
  }
}

const documentOf = (row: UserRow) => revised(userDocument(row.state), row);
const keyDocumentOf = (row: ApiKeyRow) => revised(apiKeyDocument(row.state), row);
