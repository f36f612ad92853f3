import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { ApiKeyRow, UserRow } from '../../access/read-model/index.js';
import { HistoryItemSchema } from '../../experiments/http.js';
import { FlagRow } from '../../flags/read-model/index.js';
import { MetricRow } from '../../metrics/read-model/index.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam, KeyParam } from '../../platform/http/params.js';
import { pageOf, type Page } from '../../platform/http/query.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Returns } from '../../platform/http/returns.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { equal, listRows, ManagementReadModel, oneRow } from '../../projections/index.js';
import { GroupRow, HoldoutRow } from '../../subjects/read-model/index.js';
import { EventTypeRow } from '../../telemetry/read-model/index.js';
import type { Entity } from '../audited-streams.js';
import { AuditRow } from '../read-model/index.js';
import { historyDocument } from './entry-document.js';

type Source = Parameters<typeof listRows>[0];

const OLDEST_FIRST = { by: 'position', order: 'ASC' } as const;
const HistorySchema = countedListSchema(HistoryItemSchema);

/** The entries of one thing, oldest first. Who may read the thing may read its history. */
@ApiTags('audit')
@Controller('v1')
@Allow('read')
export class HistoriesController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Of a flag: what all environments share, and what the named environment decides. */
  @Get('flags/:key/history')
  @ApiOperation({ summary: 'Read the history of a flag, oldest first' })
  @Returns(HistorySchema)
  async flag(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, FlagRow, { key }, { kind: 'flag', key });
    return historyIn(source, page, { kind: 'flag', id: key }, environmentOf(request));
  }

  @Get('metrics/:key/history')
  @ApiOperation({ summary: 'Read the history of a metric, oldest first' })
  @Returns(HistorySchema)
  async metric(
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, MetricRow, { key }, { kind: 'metric', key });
    return historyIn(source, page, { kind: 'metric', id: key });
  }

  @Get('event-types/:key/history')
  @ApiOperation({ summary: 'Read the history of an event type, oldest first' })
  @Returns(HistorySchema)
  async eventType(
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, EventTypeRow, { key }, { kind: 'event type', key });
    return historyIn(source, page, { kind: 'event_type', id: key });
  }

  @Get('holdouts/:key/history')
  @ApiOperation({ summary: 'Read the history of a holdout, oldest first' })
  @Returns(HistorySchema)
  async holdout(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const environment = environmentOf(request);
    const source = await this.model.current(min);
    await oneRow(source, HoldoutRow, { key, environment }, { kind: 'holdout', key });
    return historyIn(source, page, { kind: 'holdout', id: key }, environment);
  }

  @Get('groups/:key/history')
  @ApiOperation({ summary: 'Read the history of a group, oldest first' })
  @Returns(HistorySchema)
  async group(
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, GroupRow, { key }, { kind: 'group', key });
    return historyIn(source, page, { kind: 'group', id: key });
  }

  @Get('users/:id/history')
  @ApiOperation({ summary: 'Read the history of a user, oldest first' })
  @Returns(HistorySchema)
  @Allow('read', 'viewer')
  async user(@IdParam('id') id: string, @MinPosition() min: Reading, @QueryParameters('limit', 'cursor') query: Query) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, UserRow, { id }, { kind: 'user', key: id });
    return historyIn(source, page, { kind: 'user', id });
  }

  @Get('api-keys/:id/history')
  @ApiOperation({ summary: 'Read the history of an API key, oldest first' })
  @Returns(HistorySchema)
  @Allow('manage', 'admin')
  async apiKey(
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, ApiKeyRow, { id }, { kind: 'API key', key: id });
    return historyIn(source, page, { kind: 'api_key', id });
  }
}

/** @param environment whose entries count beside those that all environments share */
function historyIn(source: Source, page: Page, { kind, id }: Entity, environment?: string) {
  const conditions = [
    ...equal({ entity_kind: kind, entity_id: id }),
    ...(environment === undefined
      ? []
      : [{ sql: '(row.environment IS NULL OR row.environment = :environment)', parameters: { environment } }]),
  ];
  return listRows(source, AuditRow, OLDEST_FIRST, page, historyDocument, conditions);
}
