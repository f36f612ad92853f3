import type { Admission, Arrival, RequestLimits } from '../../access/http.js';
import type { Principal } from '../../access/index.js';
import type { Clock } from '../../platform/clock.js';
import type { FastRequest, FastRoute } from '../../platform/fast-http/fast-route.js';
import { minPositionOf } from '../../platform/http/min-position.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { CORS_HEADERS } from '../../platform/http/cors.js';
import type { DecisionService, DecisionDocument } from '../decision-service.js';
import type { EvaluationRequest } from '../../evaluation/index.js';
import { isSeen, type ExposureSink } from '../../telemetry/index.js';
import { keptText, stringifyAsWritten } from '../../primitives/written-json.js';
import { parseDecideBody, type DecideBody } from './decide-body.js';

/** The answer of `POST /v1/decide`. */
export type DecideAnswer = DecisionDocument | { readonly decisions: readonly DecisionDocument[] };

const isAsWritten = ({ value }: DecisionDocument): boolean => keptText(value) !== undefined;

/** Most values have no text of their own, and JSON.stringify is several times as fast without. */
const textOf = (answer: DecideAnswer): string =>
  ('decisions' in answer ? answer.decisions.some(isAsWritten) : isAsWritten(answer))
    ? stringifyAsWritten(answer)
    : JSON.stringify(answer);

type Caller = Pick<Principal, 'environment' | 'client'>;

/** `POST /v1/decide`: the same answers on the fast route and through the framework. */
export class DecideEndpoint implements FastRoute {
  readonly path = '/v1/decide';
  readonly name = 'POST /v1/decide';
  readonly crossOriginHeaders = CORS_HEADERS;

  constructor(
    private readonly decider: DecisionService,
    private readonly admission: Admission,
    private readonly limits: Pick<RequestLimits, 'takeSubject'>,
    private readonly exposures: ExposureSink,
    private readonly metrics: ServiceMetrics,
    private readonly clock: Clock,
  ) {}

  readonly staleSince = (): string | undefined => this.decider.staleSince();

  /** Answers on the fast route: from headers and body to the answer's text. */
  readonly answer = (request: FastRequest): string | Promise<string> => {
    const { body } = request;
    const admitted = this.admission.admit(request, 'decide');
    if (admitted instanceof Promise) {
      return admitted.then((caller) => this.decide(caller, body, request)).then(textOf);
    }
    const answer = this.decide(admitted, body, request);
    return answer instanceof Promise ? answer.then(textOf) : textOf(answer);
  };

  /** Decides for an admitted caller; it waits only if the view lags. @throws Problem 400, 429, 503 */
  decide(caller: Caller, body: unknown, arrival: Arrival): DecideAnswer | Promise<DecideAnswer> {
    const parsed = parseDecideBody(body);
    this.limits.takeSubject(caller, parsed.subjectId, arrival);
    const { headers } = arrival;
    const decide = (): DecideAnswer => this.decideNow(caller, parsed, isSeen(headers));
    return this.decider.whenCurrent(minPositionOf(headers), decide);
  }

  private decideNow(caller: Caller, body: DecideBody, seen: boolean): DecideAnswer {
    const { flag, flags, subjectId, attributes } = body;
    const request = { subjectId, attributes, now: this.clock.now().getTime() };
    if (flag !== undefined) return this.decideOne(caller, flag, request, seen);
    // A caller that asks for many flags does not show them all, so none of them is an exposure.
    return { decisions: flags.map((key) => this.decideOne(caller, key, request, false)) };
  }

  private decideOne(caller: Caller, flag: string, request: EvaluationRequest, seen: boolean): DecisionDocument {
    const decision = this.decider.decide(caller, flag, request, seen ? this.exposures.hear : undefined);
    this.metrics.decided(decision.reason);
    return decision;
  }
}
