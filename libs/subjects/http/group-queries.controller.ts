import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { archivedIs, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { groupDocument, shownCondition } from '../group.js';
import { GroupRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { GroupSchema, ListedGroupSchema } from './subject-answers.js';

@ApiTags('groups')
@Controller('v1/groups')
@Allow('read')
export class GroupQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Sorted by key. A list of subjects is shown by its size, a condition in full. */
  @Get()
  @ApiOperation({ summary: 'List groups by key' })
  @Returns(countedListSchema(ListedGroupSchema))
  async list(@MinPosition() min: Reading, @QueryParameters('limit', 'cursor', 'q', 'archived') query: Query) {
    const page = pageOf(query);
    const conditions = [...search(query.q, ['row.key']), ...archivedIs(query.archived)];
    const source = await this.model.current(min);
    return listRows(source, GroupRow, { by: 'key', order: 'ASC' }, page, summaryOf, conditions);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read a group' })
  @ReturnsDocument(GroupSchema)
  async one(@KeyParam('key') key: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    const row = await oneRow(source, GroupRow, { key }, { kind: 'group', key });
    return revised(groupDocument(row.state), row);
  }
}

function summaryOf(row: GroupRow) {
  const { key, members, archived } = row.state;
  const who = members.kind === 'list' ? { size: members.subjects.length } : shownCondition(members);
  return revised({ key, ...who, archived }, row);
}
