import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { compiledInput, maybe } from '../../platform/http/compiled-input.js';
import { Takes } from '../../platform/http/takes.js';
import { Time } from '../../platform/http/schemas.js';
import { wrongField } from '../../platform/problem.js';
import { parseTime } from '../../primitives/time.js';
import { DecisionService } from '../decision-service.js';
import { evaluate, type Step } from '../../evaluation/index.js';
import { PastDecisions } from '../past-decisions.js';
import { ABOUT } from './decide-body.js';
import { Returns } from '../../platform/http/returns.js';
import { ExplanationSchema } from './decision-answers.js';

const ExplainBodySchema = Type.Object(
  {
    flag: Type.String({ description: 'Key of the flag' }),
    ...ABOUT,
    at: maybe({ ...Time, description: 'The time to decide at, now or in the past; default now' }),
  },
  {
    $id: 'ExplainBody',
    additionalProperties: false,
    examples: [{ flag: 'checkout', subjectId: 'customer-1', at: '2026-01-31T12:00:00Z' }],
  },
);

const bodyOf = compiledInput(ExplainBodySchema);

@ApiTags('decisions')
@Controller('v1/decide/explain')
export class ExplainController {
  constructor(
    private readonly decider: DecisionService,
    private readonly past: PastDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every step of a decision, in order, now or at an earlier time. Nothing is recorded. */
  @Post()
  @ApiOperation({ summary: 'Explain a decision, step by step' })
  @Returns(ExplanationSchema)
  @Allow('read')
  @Takes(ExplainBodySchema)
  async explain(@Req() request: AuthenticatedRequest, @MinPosition() reading: Reading) {
    const { flag: key, subjectId, attributes, at: given } = bodyOf(request.body);
    const now = this.clock.now().getTime();
    const at = given === undefined || given === null ? now : timeOf(given, now);
    const environment = environmentOf(request);
    await this.decider.waitUntilCurrent(reading.minPosition);
    const staleSince = this.decider.staleSince();
    if (staleSince !== undefined) reading.isStale(staleSince);
    const found = at === now ? this.decider.flag(environment, key) : (await this.past.asOf(at)).flag(environment, key);
    const steps: Step[] = [];
    const decision = evaluate(found, key, { subjectId, attributes: attributes ?? {}, now: at }, (step) =>
      steps.push(step),
    );
    const { flag, value, variant, reason, phase, experiment } = decision;
    return {
      flag,
      value,
      variant,
      reason,
      experiment: experiment?.id ?? null,
      phase,
      at: new Date(at).toISOString(),
      steps,
    };
  }
}

function timeOf(value: string, now: number): number {
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrongField('/at', 'invalid_time', 'at must be an ISO 8601 time with a zone');
  if (time > now) throw wrongField('/at', 'in_the_future', 'at must not be in the future');
  return time;
}
