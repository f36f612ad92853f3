import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { KeyParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { listOf, pageOf, queryOf, type List } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { ManagementReadModel } from '../../projections/index.js';
import { flagEnvironmentStream } from '../flag.events.js';
import { environmentsOf, FlagRow, type FlagEnvironmentRow } from '../read-model/index.js';
import { PinQueries } from '../read-model/pin-queries.js';
import { flagDocument } from './flag-document.js';

@ApiTags('flags')
@Controller('v1/flags')
@Allow('read')
export class FlagQueriesController {
  constructor(
    private readonly model: ManagementReadModel,
    private readonly pins: PinQueries,
  ) {}

  @Get()
  async list(@Req() request: AuthenticatedRequest, @MinPosition() min: Reading): Promise<List<object>> {
    const environment = environmentOf(request);
    const page = pageOf(queryOf(request, ['limit', 'cursor']));
    const source = await this.model.current(min);
    const rows = source.getRepository(FlagRow).createQueryBuilder('f');
    if (page.after !== null) rows.where('f.key > :after', { after: page.after });
    const found = await rows
      .orderBy('f.key', 'ASC')
      .limit(page.limit + 1)
      .getMany();
    const streams = found.map((row) => flagEnvironmentStream(environment, row.key));
    const states = streams.length === 0 ? [] : await environmentsOf(source, streams);
    const byStream = new Map(states.map((row) => [row.stream, row]));
    return listOf(
      found,
      page,
      (row) => row.key,
      (row) => documentOf(row, byStream.get(flagEnvironmentStream(environment, row.key)), environment),
    );
  }

  @Get(':key')
  async one(
    @Req() request: AuthenticatedRequest,
    @KeyParam('key') key: string,
    @MinPosition() min: Reading,
  ): Promise<object> {
    const environment = environmentOf(request);
    const source = await this.model.current(min);
    const row = await source.getRepository(FlagRow).findOneBy({ key });
    if (!row) throw notFound('flag', key);
    const stream = flagEnvironmentStream(environment, key);
    const [state] = await environmentsOf(source, [stream]);
    const ended = state?.state.endedPins ?? [];
    return { ...documentOf(row, state, environment), pins: await this.pins.pinsOf(source, environment, key, ended) };
  }
}

function documentOf(row: FlagRow, environment: FlagEnvironmentRow | undefined, name: string): object {
  return { ...flagDocument(row.state, environment?.state, name), revision: Number(row.revision) };
}
