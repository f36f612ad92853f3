import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { ApiKeyRow, UserRow } from '../../access/read-model/index.js';
import { HistoryItemSchema } from '../../experiments/http.js';
import { FlagRow } from '../../flags/read-model/index.js';
import { MetricRow } from '../../metrics/read-model/index.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { IdParam, KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Returns } from '../../platform/http/returns.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { equal, inEnvironment, listRows, ManagementReadModel, oneRow } from '../../projections/index.js';
import { GroupRow, HoldoutRow } from '../../subjects/read-model/index.js';
import { EventTypeRow } from '../../telemetry/read-model/index.js';
import type { Entity } from '../audited-streams.js';
import { AuditRow } from '../read-model/index.js';
import { kindInWords } from '../words.js';
import { historyDocument } from './entry-document.js';

const OLDEST_FIRST = { by: 'position', order: 'ASC' } as const;
const HistorySchema = countedListSchema(HistoryItemSchema);

/** What a request asks of a history. */
interface Asked {
  readonly min: Reading;
  readonly query: Query;
  /** Whose entries count beside those that all environments share; absent: all that there are. */
  readonly environment?: string;
}

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
  flag(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    return this.historyOf(
      FlagRow,
      { key },
      { kind: 'flag', id: key },
      { min, query, environment: environmentOf(request) },
    );
  }

  @Get('metrics/:key/history')
  @ApiOperation({ summary: 'Read the history of a metric, oldest first' })
  @Returns(HistorySchema)
  metric(@KeyParam('key') key: string, @MinPosition() min: Reading, @QueryParameters('limit', 'cursor') query: Query) {
    return this.historyOf(MetricRow, { key }, { kind: 'metric', id: key }, { min, query });
  }

  @Get('event-types/:key/history')
  @ApiOperation({ summary: 'Read the history of an event type, oldest first' })
  @Returns(HistorySchema)
  eventType(
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    return this.historyOf(EventTypeRow, { key }, { kind: 'event_type', id: key }, { min, query });
  }

  @Get('holdouts/:key/history')
  @ApiOperation({ summary: 'Read the history of a holdout, oldest first' })
  @Returns(HistorySchema)
  holdout(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const environment = environmentOf(request);
    const entity = { kind: 'holdout', id: key } as const;
    return this.historyOf(HoldoutRow, { key, environment }, entity, { min, query, environment });
  }

  @Get('groups/:key/history')
  @ApiOperation({ summary: 'Read the history of a group, oldest first' })
  @Returns(HistorySchema)
  group(@KeyParam('key') key: string, @MinPosition() min: Reading, @QueryParameters('limit', 'cursor') query: Query) {
    return this.historyOf(GroupRow, { key }, { kind: 'group', id: key }, { min, query });
  }

  @Get('users/:id/history')
  @ApiOperation({ summary: 'Read the history of a user, oldest first' })
  @Returns(HistorySchema)
  @Allow('read', 'viewer')
  user(@IdParam('id') id: string, @MinPosition() min: Reading, @QueryParameters('limit', 'cursor') query: Query) {
    return this.historyOf(UserRow, { id }, { kind: 'user', id }, { min, query });
  }

  @Get('api-keys/:id/history')
  @ApiOperation({ summary: 'Read the history of an API key, oldest first' })
  @Returns(HistorySchema)
  @Allow('manage', 'admin')
  apiKey(@IdParam('id') id: string, @MinPosition() min: Reading, @QueryParameters('limit', 'cursor') query: Query) {
    return this.historyOf(ApiKeyRow, { id }, { kind: 'api_key', id }, { min, query });
  }

  /** @throws Refusal 404 unless the thing is there */
  private async historyOf<Row extends object>(
    row: new () => Row,
    where: Parameters<typeof oneRow<Row>>[2],
    { kind, id }: Entity,
    { min, query, environment }: Asked,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    await oneRow(source, row, where, { kind: kindInWords(kind), key: id });
    const conditions = equal({ entity_kind: kind, entity_id: id });
    if (environment !== undefined) conditions.push(inEnvironment(environment));
    return listRows(source, AuditRow, OLDEST_FIRST, page, historyDocument, conditions);
  }
}
