import type { IncomingHttpHeaders } from 'node:http';
import type { Admission } from '../../access/http.js';
import type { Clock } from '../../platform/clock.js';
import type { FastRequest, FastRoute } from '../../platform/fast-http/fast-route.js';
import { minPositionOf } from '../../platform/http/min-position.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
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

/** `POST /v1/decide`: the same answers on the fast route and through the framework. */
export class DecideEndpoint implements FastRoute {
  readonly path = '/v1/decide';
  readonly name = 'POST /v1/decide';

  constructor(
    private readonly decider: DecisionService,
    private readonly admission: Admission,
    private readonly exposures: ExposureSink,
    private readonly metrics: ServiceMetrics,
    private readonly clock: Clock,
  ) {}

  readonly staleSince = (): string | undefined => this.decider.staleSince();

  /** Answers on the fast route: from headers and body to the answer's text. */
  readonly answer = ({ headers, body }: FastRequest): string | Promise<string> => {
    const admitted = this.admission.admit(headers, 'decide');
    if (admitted instanceof Promise) {
      return admitted.then(({ environment }) => this.decide(environment, body, headers)).then(textOf);
    }
    const answer = this.decide(admitted.environment, body, headers);
    return answer instanceof Promise ? answer.then(textOf) : textOf(answer);
  };

  /** Decides for an admitted caller; it waits only if the view lags. @throws Problem 400, 503 */
  decide(environment: string, body: unknown, headers: IncomingHttpHeaders): DecideAnswer | Promise<DecideAnswer> {
    const parsed = parseDecideBody(body);
    const decide = (): DecideAnswer => this.decideNow(environment, parsed, isSeen(headers));
    return this.decider.whenCurrent(minPositionOf(headers), decide);
  }

  private decideNow(environment: string, body: DecideBody, seen: boolean): DecideAnswer {
    const { flag, flags, subjectId, attributes } = body;
    const request = { subjectId, attributes, now: this.clock.now().getTime() };
    if (flag !== undefined) return this.decideOne(environment, flag, request, seen);
    // A caller that asks for many flags does not show them all, so none of them is an exposure.
    return { decisions: flags.map((key) => this.decideOne(environment, key, request, false)) };
  }

  private decideOne(environment: string, flag: string, request: EvaluationRequest, seen: boolean): DecisionDocument {
    const decision = this.decider.decide(environment, flag, request, seen ? this.exposures.hear : undefined);
    this.metrics.decided(decision.reason);
    return decision;
  }
}
