import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import Type from 'typebox';
import { Allow, environmentOf, type AuthenticatedRequest } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { AS_OF, MinPosition, type Reading } from '../../platform/http/min-position.js';
import { compiledInput, maybe } from '../../platform/http/compiled-input.js';
import { Takes } from '../../platform/http/takes.js';
import { Time } from '../../platform/http/schemas.js';
import { QueryParameters, type Query } from '../../platform/http/query-parameters.js';
import { wrong } from '../../platform/http/query.js';
import { wrongField } from '../../platform/problem.js';
import { refuseInQuery, TimeTravel, type Refuse } from '../../projections/index.js';
import { DecisionService } from '../decision-service.js';
import { evaluate, type CompiledFlag, type Step } from '../../evaluation/index.js';
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
    private readonly time: TimeTravel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Every step of a decision, in order, now or at an earlier time. Nothing is recorded. */
  @Post()
  @ApiOperation({ summary: 'Explain a decision, step by step' })
  @Returns(ExplanationSchema, { headers: AS_OF })
  @Allow('read')
  @Takes(ExplainBodySchema)
  async explain(
    @Req() request: AuthenticatedRequest,
    @MinPosition() reading: Reading,
    @QueryParameters('at') query: Query,
  ) {
    const { flag: key, subjectId, attributes, at: given } = bodyOf(request.body);
    const asked = askedTime(given ?? undefined, query);
    const at = asked ? this.time.instantIn(asked.at, asked.refuse) : this.clock.now().getTime();
    const about = { subjectId, attributes: attributes ?? {}, now: at };
    const environment = environmentOf(request);
    const found = asked
      ? await this.past.flag(await this.time.toInstant(at, reading, asked.refuse), environment, key, about)
      : await this.current(environment, key, reading);
    const steps: Step[] = [];
    const decision = evaluate(found, key, about, (step) => steps.push(step));
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

  private async current(environment: string, key: string, reading: Reading): Promise<CompiledFlag | undefined> {
    await this.decider.waitUntilCurrent(reading.minPosition);
    const staleSince = this.decider.staleSince();
    if (staleSince !== undefined) reading.isStale(staleSince);
    return this.decider.flag(environment, key);
  }
}

const inBody: Refuse = (code, detail) =>
  code === 'invalid_value'
    ? wrongField('/at', 'invalid_time', 'at must be an ISO 8601 time with a zone')
    : wrongField('/at', code, detail);

/** The time that a request names, in its body or its query, and how it is refused. @throws Problem if both do */
function askedTime(
  given: string | undefined,
  { at }: Query,
): { readonly at: string; readonly refuse: Refuse } | undefined {
  if (given !== undefined && at !== undefined) throw wrong('at', 'invalid_value', 'the body names the time already');
  if (at !== undefined) return { at, refuse: refuseInQuery };
  return given === undefined ? undefined : { at: given, refuse: inBody };
}
