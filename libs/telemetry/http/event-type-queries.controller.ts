import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { archivedIs, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { EventTypeRow } from '../read-model/event-type-table.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { EventTypeSchema } from './telemetry-answers.js';

@ApiTags('event types')
@Controller('v1/event-types')
@Allow('read')
export class EventTypeQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  @Get()
  @ApiOperation({ summary: 'List event types by key' })
  @Returns(countedListSchema(EventTypeSchema))
  async list(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q', 'archived') query: Query) {
    const page = pageOf(query);
    const conditions = [...search(query.q, ['row.key', `row.state->>'name'`]), ...archivedIs(query.archived)];
    const source = await this.model.current(min);
    return listRows(source, EventTypeRow, { by: 'key', order: 'ASC' }, page, documentOf, conditions);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read an event type' })
  @ReturnsDocument(EventTypeSchema)
  async one(@KeyParam('key') key: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    return documentOf(await oneRow(source, EventTypeRow, { key }, { kind: 'event type', key }));
  }
}

const documentOf = (row: EventTypeRow) => revised(row.state, row);
