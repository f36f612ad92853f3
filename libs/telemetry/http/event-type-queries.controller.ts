import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { archivedIs, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { ReceivedCounts } from '../activity/received-counts.js';
import { Rejections } from '../activity/rejections.js';
import { EventTypeRow } from '../read-model/event-type-table.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { EventTypeSchema, RejectionsSchema } from './telemetry-answers.js';

@ApiTags('event types')
@Controller('v1/event-types')
@Allow('read')
export class EventTypeQueriesController {
  constructor(
    private readonly model: ManagementReadModel,
    private readonly received: ReceivedCounts,
    private readonly rejections: Rejections,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List event types by key' })
  @Returns(countedListSchema(EventTypeSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q', 'archived') query: Query,
  ) {
    const environment = environmentOf(request);
    const page = pageOf(query);
    const conditions = [...search(query.q, ['row.key', `row.state->>'name'`]), ...archivedIs(query.archived)];
    const source = await this.model.current(min);
    const listed = await listRows(source, EventTypeRow, { by: 'key', order: 'ASC' }, page, documentOf, conditions);
    const keys = listed.items.map(({ key }) => key);
    const received = await this.received.of(environment, keys, this.clock.now().getTime());
    return { ...listed, items: listed.items.map((item) => ({ ...item, received: received(item.key) })) };
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read an event type' })
  @ReturnsDocument(EventTypeSchema)
  async one(@Req() request: AuthenticatedRequest, @KeyParam('key') key: string, @MinPosition() min: Reading) {
    const environment = environmentOf(request);
    const source = await this.model.current(min);
    const document = documentOf(await oneRow(source, EventTypeRow, { key }, { kind: 'event type', key }));
    const received = await this.received.of(environment, [key], this.clock.now().getTime());
    return { ...document, received: received(key) };
  }

  /**
   * The last hundred, the newest first, without any value of an event. A type that does not exist has those that were
   * sent under its key.
   */
  @Get(':key/rejected')
  @ApiOperation({ summary: 'List the last rejected events of a type' })
  @Returns(RejectionsSchema)
  async rejected(@Req() request: AuthenticatedRequest, @KeyParam('key') key: string, @QueryParameters() _: Query) {
    const rejections = await this.rejections.of(environmentOf(request), key);
    return {
      items: rejections.map(({ at, code, pointer }) => ({ at: new Date(at).toISOString(), code, pointer })),
      nextCursor: null,
    };
  }
}

const documentOf = (row: EventTypeRow) => revised(row.state, row);
