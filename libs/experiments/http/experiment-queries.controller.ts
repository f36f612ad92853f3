import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, VariedQueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { IdParam } from '../../platform/http/params.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { pageOf } from '../../platform/http/query.js';
import { equal, listRows, revised, TimeTravel } from '../../projections/index.js';
import { experimentDocument } from '../experiment-document.js';
import { experimentStream } from '../experiment.events.js';
import { EXPERIMENTS, HistoryRow, type ExperimentRow } from '../read-model/index.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema, listSchema } from '../../platform/http/schemas.js';
import { ExperimentLights } from './experiment-lights.js';
import {
  ExperimentSchema,
  HistoryItemSchema,
  ListedExperimentSchema,
  PhaseSchema,
  ReviewSchema,
} from './experiment-answers.js';
import { includesLights, listedIn, sortIn } from './listed.js';

const LISTED = {
  sort: {
    description: 'By creation (default), last change or start, the newest first; by name; or by state, live ones first',
    schema: { type: 'string', enum: ['created', 'updated', 'started', 'name', 'state'], default: 'created' },
  },
  include: {
    description: '`lights`: the states of guardrails, and the verdict as it was some seconds ago',
    schema: { type: 'string', enum: ['lights'] },
  },
  tag: { description: 'A tag of what was learnt', schema: { type: 'string' } },
} as const;

@ApiTags('experiments')
@Controller('v1/experiments')
@Allow('read')
export class ExperimentQueriesController {
  constructor(
    private readonly time: TimeTravel,
    private readonly lights: ExperimentLights,
  ) {}

  /** Newest first, unless `?sort=` says otherwise. `?include=lights` adds the states of guardrails and the verdict. */
  @Get()
  @ApiOperation({ summary: 'List experiments, newest first' })
  @Returns(countedListSchema(ListedExperimentSchema), { headers: AS_OF })
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @VariedQueryParameters(
      LISTED,
      'limit',
      'cursor',
      'status',
      'flag',
      'key',
      'owner',
      'tag',
      'q',
      'sort',
      'include',
      'at',
    )
    query: Query,
  ) {
    const conditions = listedIn(environmentOf(request), query);
    const [sort, withLights, page] = [sortIn(query), includesLights(query), pageOf(query)];
    const asOf = await this.time.to(query.at, min);
    const toRow = (row: ExperimentRow) => row;
    const { items: rows, ...list } = sort
      ? await asOf.listBy(EXPERIMENTS, sort, page, toRow, conditions)
      : await asOf.list(EXPERIMENTS, { by: 'created_position', order: 'DESC' }, page, toRow, conditions);
    if (!withLights) return { ...list, items: rows.map(documentOf) };
    const lights = await this.lights.of(rows.map(({ state }) => state));
    return { ...list, items: rows.map((row) => ({ ...documentOf(row), lights: lights(row.id) })) };
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
