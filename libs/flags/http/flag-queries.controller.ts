import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { KeyParam } from '../../platform/http/params.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { listOf, pageOf, wrong } from '../../platform/http/query.js';
import { archivedIs, listRows, oneRow, ownedBy, search, tagged, TimeTravel } from '../../projections/index.js';
import { flagRevision } from '../commands/flag-revision.js';
import { flagEnvironmentStream, flagStream } from '../flag.events.js';
import { FLAG_ENVIRONMENTS, FlagRow, FLAGS, requiring, type FlagEnvironmentRow } from '../read-model/index.js';
import { PinQueries } from '../read-model/pin-queries.js';
import { flagDocument } from './flag-document.js';
import { LastUses } from './last-uses.js';
import { Returns } from '../../platform/http/returns.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { DependentSchema, FlagWithPinsSchema, ListedFlagSchema } from './flag-answers.js';

@ApiTags('flags')
@Controller('v1/flags')
@Allow('read')
export class FlagQueriesController {
  constructor(
    private readonly time: TimeTravel,
    private readonly pins: PinQueries,
    private readonly lastUses: LastUses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List flags by key' })
  @Returns(countedListSchema(ListedFlagSchema), { headers: AS_OF })
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q', 'owner', 'tag', 'archived', 'stale', 'at') query: Query,
  ) {
    const environment = environmentOf(request);
    const page = pageOf(query);
    if (query.at !== undefined && query.stale !== undefined)
      throw wrong('stale', 'invalid_value', 'nobody notes what was stale at an earlier time: leave out stale or at');
    const conditions = [
      ...search(query.q, ['row.key', `row.state->>'description'`]),
      ...ownedBy(query.owner, `row.state->>'owner'`),
      ...tagged(query.tag),
      ...archivedIs(query.archived ?? (query.stale === undefined ? undefined : 'false')),
      ...(await this.lastUses.staleFor(query.stale, environment)),
    ];
    const asOf = await this.time.to(query.at, min);
    const sort = { by: 'key', order: 'ASC' } as const;
    const { rows: found, total } = await asOf.page(FLAGS, sort, page, conditions);
    const streams = found.map((row) => flagEnvironmentStream(environment, row.key));
    const states = await asOf.ofStreams(FLAG_ENVIRONMENTS, streams);
    const byStream = new Map(states.map((row) => [row.stream, row]));
    const keys = found.map(({ key }) => key);
    const lastEvaluatedAt = await this.lastUses.of(environment, keys, asOf.instant?.at);
    const toItem = (row: FlagRow) => ({
      ...documentOf(row, byStream.get(flagEnvironmentStream(environment, row.key)), environment),
      lastEvaluatedAt: lastEvaluatedAt(row.key),
    });
    return { ...listOf(found, page, (row) => row.key, toItem), total };
  }

  @Get(':key/dependents')
  @ApiOperation({ summary: 'List the flags that require a flag, by key' })
  @Returns(countedListSchema(DependentSchema))
  async dependents(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    environmentOf(request);
    const { source } = await this.time.to(undefined, min);
    await oneRow(source, FlagRow, { key }, { kind: 'flag', key });
    const toItem = ({ state }: FlagRow) => ({
      key: state.key,
      variant: state.requires.find(({ flag }) => flag === key)?.variant ?? '',
      archived: state.archived,
    });
    return listRows(source, FlagRow, { by: 'key', order: 'ASC' }, pageOf(query), toItem, [requiring(key)]);
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read a flag in an environment, with its pins' })
  @ReturnsDocument(FlagWithPinsSchema, AS_OF)
  async one(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
    @QueryParameters('at') query: Query,
  ) {
    const environment = environmentOf(request);
    const asOf = await this.time.to(query.at, min);
    const row = await asOf.one(FLAGS, flagStream(key), { kind: 'flag', key });
    const state = await asOf.found(FLAG_ENVIRONMENTS, flagEnvironmentStream(environment, key));
    const ended = state?.state.endedPins ?? [];
    const lastEvaluatedAt = (await this.lastUses.of(environment, [key], asOf.instant?.at))(key);
    const pins = await this.pins.pinsOf(asOf, environment, key, ended);
    return { ...documentOf(row, state, environment), lastEvaluatedAt, pins };
  }
}

function documentOf(row: FlagRow, environment: FlagEnvironmentRow | undefined, name: string) {
  return {
    ...flagDocument(row.state, environment?.state, name),
    revision: flagRevision(Number(row.revision), Number(environment?.revision ?? -1)),
  };
}
