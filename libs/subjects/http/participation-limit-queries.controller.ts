import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CommandRunner } from '../../event-sourcing/command-runner.js';
import { participationLimitAggregate, participationLimitStream } from '../participation-limit.js';
import { ReturnsDocument } from '../../platform/http/returns-document.js';
import { ParticipationLimitSchema } from './subject-answers.js';

@ApiTags('participation limit')
@Controller('v1/participation-limit')
@Allow('read')
export class ParticipationLimitQueriesController {
  constructor(private readonly runner: CommandRunner) {}

  /** Read from its stream, so it never lags. */
  @Get()
  @ApiOperation({ summary: 'Read the participation limit' })
  @ReturnsDocument(ParticipationLimitSchema)
  async one(@Req() request: AuthenticatedRequest, @QueryParameters() _query: Query) {
    const environment = environmentOf(request);
    const stream = participationLimitStream(environment);
    const { state, revision } = await this.runner.load(participationLimitAggregate, stream);
    return { environment, ...state, revision };
  }
}
