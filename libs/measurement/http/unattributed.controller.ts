import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { listOf, pageOf } from '../../platform/http/query.js';
import { MeasurementReadModel } from '../../projections/index.js';
import { unattributedEvents } from '../read-model/enrolled.js';
import { Returns } from '../../platform/http/returns.js';
import { listSchema } from '../../platform/http/schemas.js';
import { UnattributedSchema } from './result-answers.js';

@ApiTags('operations')
@Controller('v1/operations/unattributed')
@Allow('read')
export class UnattributedController {
  constructor(private readonly model: MeasurementReadModel) {}

  /** Events without decision id that no experiment took, counted by type. */
  @Get()
  @ApiOperation({ summary: 'List what telemetry could not be attributed to' })
  @Returns(listSchema(UnattributedSchema))
  async list(
    @Req() request: AuthenticatedRequest,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    const source = await this.model.current(min);
    const found = await unattributedEvents(source, environmentOf(request), {
      after: page.after ?? '',
      limit: page.limit + 1,
    });
    return listOf(
      found,
      page,
      ({ type }) => type,
      ({ type, events }) => ({ eventType: type, events }),
    );
  }
}
