import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { MinPosition, type Reading } from '../../platform/http/min-position.js';
import { wrongField } from '../../platform/problem.js';
import { parseTime } from '../../primitives/time.js';
import { DecisionService, type DecisionDocument } from '../decision-service.js';
import { evaluate, type Step } from '../../evaluation/index.js';
import { PastDecisions } from '../past-decisions.js';
import { parseDecideBody } from './decide-body.js';
import { Returns } from '../../platform/http/returns.js';
import { ExplanationSchema } from './decision-answers.js';

/** A decision that is only explained, so it has no id. `at` is the time that it was made for. */
export interface Explanation extends Omit<DecisionDocument, 'decisionId'> {
  readonly at: string;
  readonly steps: readonly Step[];
}

const SCHEMA = {
  type: 'object',
  required: ['flag'],
  properties: {
    flag: { type: 'string' },
    subjectId: { type: 'string', maxLength: 1000 },
    attributes: { type: 'object' },
    at: { type: 'string', format: 'date-time', description: 'The time to decide at, now or in the past; default now' },
  },
};

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
  @ApiBody({ schema: SCHEMA })
  async explain(@Req() request: AuthenticatedRequest, @MinPosition() reading: Reading) {
    const { at: given, ...rest } = objectOf(request.body);
    const { flag: key, subjectId, attributes } = parseDecideBody(rest);
    if (key === undefined) throw wrongField('/flags', 'invalid_value', 'explain one flag at a time');
    const now = this.clock.now().getTime();
    const at = given === undefined || given === null ? now : timeOf(given, now);
    const environment = environmentOf(request);
    await this.decider.waitUntilCurrent(reading.minPosition);
    const staleSince = this.decider.staleSince();
    if (staleSince !== undefined) reading.isStale(staleSince);
    const found =
      given === undefined ? this.decider.flag(environment, key) : (await this.past.asOf(at)).flag(environment, key);
    const steps: Step[] = [];
    const decision = evaluate(found, key, { subjectId, attributes, now: at }, (step) => steps.push(step));
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

function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw wrongField('', 'invalid_type', 'the body must be a JSON object');
  }
  return body as Readonly<Record<string, unknown>>;
}

function timeOf(value: unknown, now: number): number {
  const time = parseTime(value);
  if (Number.isNaN(time)) throw wrongField('/at', 'invalid_time', 'at must be an ISO 8601 time with a zone');
  if (time > now) throw wrongField('/at', 'in_the_future', 'at must not be in the future');
  return time;
}
