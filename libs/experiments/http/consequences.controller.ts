import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { IdParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { Returns } from '../../platform/http/returns.js';
import { parseDecimal } from '../../primitives/decimal.js';
import { checkPercent } from '../../primitives/percent.js';
import { Refusal } from '../../primitives/refusal.js';
import { Consequences } from '../read-model/consequences.js';
import { ConsequencesSchema } from './consequence-answers.js';

@ApiTags('experiments')
@Controller('v1/experiments/:id/consequences')
@Allow('read')
export class ConsequencesController {
  constructor(private readonly consequences: Consequences) {}

  /** Of a start, or of other traffic of a live experiment. It is advice: the command decides by what is true then. */
  @Get()
  @ApiOperation({ summary: 'Read what a start or other traffic would do to others' })
  @Returns(ConsequencesSchema)
  read(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('traffic') query: Query,
  ) {
    return this.consequences.of(environmentOf(request), id, trafficIn(query), min);
  }
}

/** @throws Problem 400 */
function trafficIn({ traffic }: Query): string | undefined {
  if (traffic === undefined) return undefined;
  const percent = parseDecimal(traffic);
  if (percent === undefined) throw wrong('traffic', 'invalid_value', 'traffic must be a decimal');
  try {
    checkPercent(percent, '?traffic');
  } catch (error) {
    if (error instanceof Refusal) throw wrong('traffic', error.code, `traffic ${error.message}`);
    throw error;
  }
  return percent;
}
