import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { KeyParam } from '../../platform/http/params.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { loadEnvironments } from '../environment.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow } from './guard.js';
import { Returns } from '../../platform/http/returns.js';
import { listSchema } from '../../platform/http/schemas.js';
import { EnvironmentSchema } from './access-answers.js';

@ApiTags('environments')
@Controller('v1/environments')
@Allow('read')
export class EnvironmentQueriesController {
  constructor(private readonly runner: CommandRunner) {}

  /** Sorted by key. Read from the stream, so it never lags. */
  @Get()
  @ApiOperation({ summary: 'List environments by key' })
  @Returns(listSchema(EnvironmentSchema))
  async list(@QueryParameters('limit', 'cursor') query: Query) {
    const page = pageOf(query);
    const sorted = [...(await loadEnvironments(this.runner))].sort((a, b) => (a.key < b.key ? -1 : 1));
    const rest = sorted.filter(({ key }) => page.after === null || key > page.after);
    return listOf(
      rest.slice(0, page.limit + 1),
      page,
      ({ key }) => key,
      (environment) => environment,
    );
  }

  @Get(':key')
  @ApiOperation({ summary: 'Read an environment' })
  @Returns(EnvironmentSchema)
  async one(@KeyParam('key') key: string) {
    const found = (await loadEnvironments(this.runner)).find((each) => each.key === key);
    if (!found) throw notFound('environment', key);
    return found;
  }
}
