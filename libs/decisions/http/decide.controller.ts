import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition } from '../../platform/http/min-position.js';
import { ServiceMetrics } from '../../platform/service-metrics.js';
import { Decider, type DecisionDocument } from '../decider.js';
import { parseDecideBody } from './decide-body.js';

const SCHEMA = {
  type: 'object',
  properties: {
    flag: { type: 'string', description: 'One flag; or' },
    flags: { type: 'array', items: { type: 'string' }, maxItems: 1000, description: 'several' },
    subjectId: { type: 'string', maxLength: 1000 },
    attributes: { type: 'object' },
  },
};

@ApiTags('decisions')
@Controller('v1/decide')
export class DecideController {
  constructor(
    private readonly decider: Decider,
    private readonly metrics: ServiceMetrics,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Which variant for this subject? An unknown flag or a missing subject is an answer with its reason. */
  @Post()
  @HttpCode(200)
  @Allow('decide')
  @ApiBody({ schema: SCHEMA })
  async decide(@Req() request: AuthenticatedRequest, @MinPosition() minPosition: string | undefined): Promise<object> {
    const body = parseDecideBody(request.body);
    if (!this.decider.isCurrent(minPosition)) await this.decider.waitUntilCurrent(minPosition);
    const now = this.clock.now().getTime();
    const environment = environmentOf(request);
    const { flag, subjectId } = body;
    if (flag !== undefined) return this.decideOne(environment, flag, subjectId, now);
    return { decisions: body.flags.map((key) => this.decideOne(environment, key, subjectId, now)) };
  }

  private decideOne(environment: string, flag: string, subjectId: string | undefined, now: number): DecisionDocument {
    const decision = this.decider.decide(environment, flag, subjectId, now);
    this.metrics.decided(decision.reason);
    return decision;
  }
}
