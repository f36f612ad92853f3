import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { archivedIs, listRows, oneRow, revised, search, TimeTravel } from '../../projections/index.js';
import type { EventStore } from '../../event-store/index.js';
import { foldUpTo } from '../../event-sourcing/fold-up-to.js';
import { EVENT_STORE } from '../../event-sourcing/module.js';
import { notFound } from '../../primitives/refusal.js';
import { groupAggregate, groupDocument, groupStream, groupSummary } from '../group.js';
import { GroupRow, PAST_GROUPS } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { GroupSchema, ListedGroupSchema } from './subject-answers.js';

@ApiTags('groups')
@Controller('v1/groups')
@Allow('read')
export class GroupQueriesController {
  constructor(
    private readonly time: TimeTravel,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Sorted by key. A list of subjects is shown by its size, a condition in full. */
  @Get()
  @ApiOperation({ summary: 'List groups by key' })
  @Returns(countedListSchema(ListedGroupSchema), { headers: AS_OF })
  async list(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q', 'archived', 'at') query: Query) {
    const page = pageOf(query);
    const conditions = [...search(query.q, ['row.key']), ...archivedIs(query.archived)];
    const asOf = await this.time.to(query.at, min);
    const sort = { by: 'key', order: 'ASC' } as const;
    if (asOf.instant) return asOf.list(PAST_GROUPS, sort, page, (row) => revised(row.state, row), conditions);
    const toItem = (row: GroupRow) => revised(groupSummary(row.state), row);
    return listRows(asOf.source, GroupRow, sort, page, toItem, conditions);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read a group' })
  @ReturnsDocument(GroupSchema, AS_OF)
  async one(@KeyParam('key') key: string, @MinPosition() min: Reading, @QueryParameters('at') query: Query) {
    const { source, instant } = await this.time.to(query.at, min);
    if (!instant) {
      const row = await oneRow(source, GroupRow, { key }, { kind: 'group', key });
      return revised(groupDocument(row.state), row);
    }
    const { state, revision } = await foldUpTo(this.store, groupAggregate, groupStream(key), instant.position);
    if (!state) throw notFound('group', key);
    return { ...groupDocument(state), revision };
  }
}
