import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { IdParam } from '../../platform/http/params.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { isUuid } from '../../platform/ids.js';
import { pageOf, wrong } from '../../platform/http/query.js';
import { equal, listRows, ownedBy, revised, search, TimeTravel } from '../../projections/index.js';
import { experimentDocument } from '../experiment-document.js';
import { STATUSES } from '../experiment.js';
import { experimentStream } from '../experiment.events.js';
import { EXPERIMENTS, HistoryRow, type ExperimentRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema, listSchema } from '../../platform/http/schemas.js';
import { ExperimentSchema, HistoryItemSchema, PhaseSchema, ReviewSchema } from './experiment-answers.js';

@ApiTags('experiments')
@Controller('v1/experiments')
@Allow('read')
export class ExperimentQueriesController {
  constructor(private readonly time: TimeTravel) {}

  /** Newest first. */
  @Get()
  @ApiOperation({ summary: 'List experiments, newest first' })
  @Returns(countedListSchema(ExperimentSchema), { headers: AS_OF })
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'status', 'flag', 'key', 'owner', 'q', 'at') query: Query,
  ) {
    const { status, flag, key, owner, q } = query;
    if (status !== undefined && !STATUSES.some((each) => each === status)) {
      throw wrong('status', 'invalid_value', `status must be one of ${STATUSES.join(', ')}`);
    }
    if (owner !== undefined && !isUuid(owner)) throw wrong('owner', 'invalid_id', 'owner must be the id of a user');
    const page = pageOf(query);
    const asOf = await this.time.to(query.at, min);
    const conditions = [
      ...equal({ environment: environmentOf(request), status, flag, key }),
      ...ownedBy(owner, `row.state->'owner'->>'id'`),
      ...search(q, ['row.key', `row.state->>'name'`, `row.state->>'hypothesis'`]),
    ];
    return asOf.list(EXPERIMENTS, { by: 'created_position', order: 'DESC' }, page, documentOf, conditions);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an experiment' })
  @ReturnsDocument(ExperimentSchema, AS_OF)
  async one(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('at') query: Query,
  ) {
    return documentOf((await this.find(request, id, min, query.at)).row);
  }

  /** Oldest first. */
  @Get(':id/history')
  @ApiOperation({ summary: 'Read the history of an experiment, oldest first' })
  @Returns(countedListSchema(HistoryItemSchema))
  async history(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const { source } = await this.find(request, id, min);
    const sort = { by: 'position', order: 'ASC' } as const;
    return listRows(source, HistoryRow, sort, page, historyItem, equal({ experiment_id: id }));
  }

  /** The current review with its hash and votes, and the open amendment with its own. */
  @Get(':id/reviews')
  @ApiOperation({ summary: 'Read the current review and the open amendment' })
  @Returns(ReviewSchema)
  async reviews(@Req() request: AuthenticatedRequest, @IdParam('id') id: string, @MinPosition() min: Reading) {
    const { state } = (await this.find(request, id, min)).row;
    return {
      experiment: id,
      status: state.status,
      contentHash: state.contentHash,
      warnings: state.warnings,
      items: state.votes,
      amendment: state.amendment,
      nextCursor: null,
    };
  }

  /** The times between changes of the assignment. */
  @Get(':id/phases')
  @ApiOperation({ summary: 'Read the phases of an experiment' })
  @Returns(listSchema(PhaseSchema))
  async phases(@Req() request: AuthenticatedRequest, @IdParam('id') id: string, @MinPosition() min: Reading) {
    const { state } = (await this.find(request, id, min)).row;
    return { items: state.phases, nextCursor: null };
  }

  private async find(request: AuthenticatedRequest, id: string, min: Reading, at?: string) {
    const stream = experimentStream(environmentOf(request), id);
    const asOf = await this.time.to(at, min);
    return { row: await asOf.one(EXPERIMENTS, stream, { kind: 'experiment', key: id }), source: asOf.source };
  }
}

const documentOf = (row: ExperimentRow) => revised({ ...experimentDocument(row.state), position: row.position }, row);

function historyItem(row: HistoryRow) {
  const { position, type, at, by, summary, data } = row;
  return revised({ position, type, at, by, summary, data }, row);
}
