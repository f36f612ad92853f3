import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { SLOTS } from '../../evaluation/index.js';
import { slotsHeldBy } from '../experiment.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { KeyParam } from '../../platform/http/params.js';
import { pageOf } from '../../platform/http/query.js';
import { equal, listRows, ManagementReadModel, oneRow, revised, search } from '../../projections/index.js';
import { conflictDomainStream, eachOf, heldSlots, percentOfSlots, type ConflictDomain } from '../../subjects/index.js';
import { ConflictDomainRow } from '../../subjects/read-model/index.js';
import { experimentsThatReserved } from '../read-model/reserving-experiments.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { ConflictDomainSchema, ListedConflictDomainSchema } from '../../subjects/http.js';

@ApiTags('conflict domains')
@Controller('v1/conflict-domains')
@Allow('read')
export class ConflictDomainQueriesController {
  constructor(private readonly model: ManagementReadModel) {}

  /** Sorted by key. */
  @Get()
  @ApiOperation({ summary: 'List conflict domains by key' })
  @Returns(countedListSchema(ListedConflictDomainSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    const conditions = [...equal({ environment: environmentOf(request) }), ...search(query.q, ['row.key'])];
    const toItem = (row: ConflictDomainRow) => revised({ key: row.state.key, environment: row.state.environment }, row);
    return listRows(source, ConflictDomainRow, { by: 'key', order: 'ASC' }, page, toItem, conditions);
  }

  /** The share that each experiment holds, and the free share. */
  @Get(':key')
  @ApiOperation({ summary: 'Read a conflict domain: the share of each experiment, and the free share' })
  @ReturnsDocument(ConflictDomainSchema)
  async one(@Req() request: AuthenticatedRequest, @KeyParam('key') key: string, @MinPosition() min: Reading) {
    const source = await this.model.current(min);
    const stream = conflictDomainStream(environmentOf(request), key);
    const row = await oneRow(source, ConflictDomainRow, { stream }, { kind: 'conflict domain', key });
    const experiments = await experimentsThatReserved(source, row.state);
    const held = new Map(experiments.map((experiment) => [experiment.id, slotsHeldBy(experiment)]));
    return revised(
      documentOf(row.state, (id) => held.get(id) ?? 0),
      row,
    );
  }
}

function documentOf(domain: ConflictDomain, held: (experiment: string) => number) {
  const holding = heldSlots(domain, held).map(({ experiment, slots }) => ({ experiment, count: eachOf(slots).length }));
  const experiments = holding.map(({ experiment, count }) => ({ experiment, share: percentOfSlots(count) }));
  const free = SLOTS - holding.reduce((sum, { count }) => sum + count, 0);
  return { key: domain.key, environment: domain.environment, experiments, free: percentOfSlots(free) };
}
