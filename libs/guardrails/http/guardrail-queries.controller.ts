import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { ExperimentRow } from '../../experiments/read-model/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { IdParam } from '../../platform/http/params.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { pageOf } from '../../platform/http/query.js';
import { notFound } from '../../primitives/refusal.js';
import { equal, listRows, ManagementReadModel, MeasurementReadModel } from '../../projections/index.js';
import { guardrailRates } from '../read-model/guardrail-rates.js';
import { TriggerRow } from '../read-model/trigger-table.js';
import { triggerDocument } from '../trigger.js';
import { Returns } from '../../platform/http/returns.js';
import { countedListSchema } from '../../platform/http/schemas.js';
import { GuardrailRatesSchema, TriggerSchema } from './guardrail-answers.js';

@ApiTags('guardrails')
@Controller('v1/experiments/:id')
@Allow('read')
export class GuardrailQueriesController {
  constructor(
    private readonly management: ManagementReadModel,
    private readonly measurement: MeasurementReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** All breaches, oldest first; they never expire. */
  @Get('triggers')
  @ApiOperation({ summary: 'List the breaches of an experiment, with their evidence' })
  @Returns(countedListSchema(TriggerSchema))
  async triggers(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters('limit', 'cursor') query: Query,
  ) {
    const page = pageOf(query);
    await this.checkExists(request, id, min);
    const source = await this.management.source();
    const sort = { by: 'position', order: 'ASC' } as const;
    return listRows(source, TriggerRow, sort, page, triggerOf, equal({ experiment_id: id }));
  }

  /** The current rates of each guardrail, with its threshold. */
  @Get('guardrails')
  @ApiOperation({ summary: 'Read the current rate of each guardrail' })
  @Returns(GuardrailRatesSchema)
  async rates(
    @Req() request: AuthenticatedRequest,
    @IdParam('id') id: string,
    @MinPosition() min: Reading,
    @QueryParameters() _query: Query,
  ) {
    await this.checkExists(request, id, min);
    await this.measurement.current(min);
    return guardrailRates(this.measurement, id, this.clock.now());
  }

  private async checkExists(request: AuthenticatedRequest, id: string, min: Reading): Promise<void> {
    const environment = environmentOf(request);
    const source = await this.management.current(min);
    if (!(await source.getRepository(ExperimentRow).existsBy({ id, environment }))) throw notFound('experiment', id);
  }
}

const triggerOf = ({ breach, outcome }: TriggerRow) => triggerDocument({ ...breach, outcome });
