import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { KeyParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import {
  archivedIs,
  listRows,
  ManagementReadModel,
  oneRow,
  ownedBy,
  pageOfRows,
  search,
  tagged,
} from '../../projections/index.js';
import { flagRevision } from '../commands/flag-revision.js';
import { flagEnvironmentStream } from '../flag.events.js';
import { environmentsOf, FlagRow, requiring, type FlagEnvironmentRow } from '../read-model/index.js';
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
    private readonly model: ManagementReadModel,
    private readonly pins: PinQueries,
    private readonly lastUses: LastUses,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List flags by key' })
  @Returns(countedListSchema(ListedFlagSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor', 'q', 'owner', 'tag', 'archived', 'stale') query: Query,
  ) {
    const environment = environmentOf(request);
    const page = pageOf(query);
    const conditions = [
      ...search(query.q, ['row.key', `row.state->>'description'`]),
      ...ownedBy(query.owner, `row.state->>'owner'`),
      ...tagged(query.tag),
      ...archivedIs(query.archived ?? (query.stale === undefined ? undefined : 'false')),
      ...(await this.lastUses.staleFor(query.stale, environment)),
    ];
    const source = await this.model.current(min);
    const sort = { by: 'key', order: 'ASC' } as const;
    const { rows: found, total } = await pageOfRows(source, FlagRow, sort, page, conditions);
    const streams = found.map((row) => flagEnvironmentStream(environment, row.key));
    const states = streams.length === 0 ? [] : await environmentsOf(source, streams);
    const byStream = new Map(states.map((row) => [row.stream, row]));
    const keys = found.map(({ key }) => key);
    const lastEvaluatedAt = await this.lastUses.of(environment, keys);
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
    const source = await this.model.current(min);
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
  @ReturnsDocument(FlagWithPinsSchema)
  async one(@Req() request: AuthenticatedRequest, @KeyParam('key') key: string, @MinPosition() min: Reading) {
    const environment = environmentOf(request);
    const source = await this.model.current(min);
    const row = await oneRow(source, FlagRow, { key }, { kind: 'flag', key });
    const stream = flagEnvironmentStream(environment, key);
    const [state] = await environmentsOf(source, [stream]);
    const ended = state?.state.endedPins ?? [];
    const lastEvaluatedAt = (await this.lastUses.of(environment, [key]))(key);
    const pins = await this.pins.pinsOf(source, environment, key, ended);
    return { ...documentOf(row, state, environment), lastEvaluatedAt, pins };
  }
}

function documentOf(row: FlagRow, environment: FlagEnvironmentRow | undefined, name: string) {
  return {
    ...flagDocument(row.state, environment?.state, name),
    revision: flagRevision(Number(row.revision), Number(environment?.revision ?? -1)),
  };
}
