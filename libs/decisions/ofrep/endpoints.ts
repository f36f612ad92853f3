import { hash } from 'node:crypto';
import type { Admission } from '../../access/http.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { Clock } from '../../platform/clock.js';
import { hasTag } from '../../platform/http/etag.js';
import type { FastAnswer, FastRequest, FastRoute } from '../../platform/fast-http/fast-route.js';
import { minPositionOf } from '../../platform/http/min-position.js';
import type { Problem } from '../../platform/problem.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import type { DecisionService } from '../decision-service.js';
import type { EvaluationRequest } from '../../evaluation/index.js';
import type { EnvironmentVersions } from '../environment-versions.js';
import { isSeen, type ExposureSink } from '../../telemetry/index.js';
import { contextOf, type EvaluationContext } from './context.js';
import { BulkPlans } from './bulk-plan.js';
import { textsOf, type FlagTexts } from './evaluation.js';
import { flagNotFound, ofrepFailure, targetingKeyMissing } from './failure.js';
import type { StreamTokens } from './stream-token.js';

/** For clients in browsers, whose pages come from anywhere: a key opens it, not a cookie. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After, Assay-Stale-Since',
} as const;

const ETAG_LENGTH = 22;

export interface OfrepParts {
  readonly decider: DecisionService;
  readonly admission: Admission;
  readonly metrics: ServiceMetrics;
  readonly clock: Clock;
  readonly versions: EnvironmentVersions;
  readonly tokens: StreamTokens;
  readonly exposures: ExposureSink;
}

/** Who evaluates: the environment of a key, and the key. */
export interface OfrepCaller {
  readonly environment: string;
  readonly key: { readonly id: string };
}

/** What both evaluations have in common: the caller's environment and context, once decisions are current. */
abstract class OfrepEndpoint implements FastRoute {
  abstract readonly path: string;
  abstract readonly name: string;
  readonly headers = CORS_HEADERS;

  constructor(protected readonly parts: OfrepParts) {}

  readonly staleSince = (): string | undefined => this.parts.decider.staleSince();

  readonly failure = (problem: Problem, key: string): object => ofrepFailure(problem, key);

  readonly answer = (request: FastRequest): string | FastAnswer | Promise<string | FastAnswer> => {
    const admitted = this.parts.admission.admit(request.headers, 'decide');
    if (admitted instanceof Promise) return admitted.then((caller) => this.evaluate(caller, request));
    return this.evaluate(admitted, request);
  };

  /** For a caller who may. @throws Problem 400, 404, 503 */
  evaluate(caller: OfrepCaller, request: FastRequest): string | FastAnswer | Promise<string | FastAnswer> {
    const context = contextOf(request.body);
    const evaluate = (): string | FastAnswer => this.evaluateNow(caller, context, request);
    return this.parts.decider.whenCurrent(minPositionOf(request.headers), evaluate);
  }

  protected abstract evaluateNow(
    caller: OfrepCaller,
    context: EvaluationContext,
    request: FastRequest,
  ): string | FastAnswer;

  // Written out: objects of one shape alone are read fast.
  protected asked({ subjectId, attributes }: EvaluationContext, known?: EvaluationRequest['known']): EvaluationRequest {
    return { subjectId, attributes, now: this.parts.clock.now().getTime(), known };
  }
}

/** `POST /ofrep/v1/evaluate/flags/:key` */
export class OfrepSingle extends OfrepEndpoint {
  readonly path = '/ofrep/v1/evaluate/flags/:';
  readonly name = 'POST /ofrep/v1/evaluate/flags/:key';

  protected evaluateNow({ environment }: OfrepCaller, context: EvaluationContext, request: FastRequest): string {
    const { decider, metrics, exposures } = this.parts;
    const { param: key, headers } = request;
    const flag = decider.flag(environment, key);
    if (!flag) throw flagNotFound();
    const asked = this.asked(context);
    const decision = decider.evaluate(flag, key, asked);
    metrics.decided(decision.reason);
    if (decision.reason === 'missing_subject') throw targetingKeyMissing();
    if (isSeen(headers)) exposures.hear(decision, environment, asked.now);
    return textsOf(flag).textOf(decision, decider.idOf(decision, environment, asked.now));
  }
}

/** `POST /ofrep/v1/evaluate/flags`: every flag of the environment. */
export class OfrepBulk extends OfrepEndpoint {
  readonly path = '/ofrep/v1/evaluate/flags';
  readonly name = 'POST /ofrep/v1/evaluate/flags';
  private readonly plans: BulkPlans;

  constructor(parts: OfrepParts) {
    super(parts);
    this.plans = new BulkPlans(parts.decider);
  }

  protected evaluateNow(caller: OfrepCaller, context: EvaluationContext, { headers }: FastRequest): FastAnswer {
    const { environment, key } = caller;
    const { tokens, versions } = this.parts;
    const asked = this.asked(context, new Map());
    const version = versions.of(environment, asked.now);
    const requestUri = `/ofrep/v1/changes?token=${tokens.issue({ environment, key: key.id }, asked.now)}`;
    const etag = etagOf(version, requestUri, context);
    if (hasTag(headers, etag)) return { status: 304, text: '', headers: { etag } };
    const head = `{"eventStreams":[{"type":"sse","endpoint":{"requestUri":"${requestUri}"}}],"flags":[`;
    const { asking, same } = this.plans.of(environment, version);
    for (const [reason, count] of same.reasons) this.parts.metrics.decided(reason, count);
    const texts = this.textsOf(asking, environment, asked);
    const list = same.count === 0 ? texts.slice(0, -1) : texts;
    return { status: 200, text: head + list + same.toTheEnd, headers: { etag } };
  }

  /** Of flags that something may decide: a list's JSON, with a comma behind each. */
  private textsOf(asking: readonly FlagTexts[], environment: string, asked: EvaluationRequest): string {
    const { decider, metrics } = this.parts;
    let texts = '';
    for (const own of asking) {
      const { key } = own;
      const decision = decider.evaluate(own.flag, key, asked);
      metrics.decided(decision.reason);
      if (decision.reason === 'missing_subject') texts += JSON.stringify(ofrepFailure(targetingKeyMissing(), key));
      else texts += own.textOf(decision, decider.idOf(decision, environment, asked.now));
      texts += ',';
    }
    return texts;
  }
}

/**
 * Covers all that the answer depends on: the environment as it is now, the context, and the address of its stream. A
 * day's address is another day's no more, so the tag dies long before what it lets a client keep: the address after a
 * week, decision ids after 30 days. Weak, for decision ids differ from answer to answer.
 */
function etagOf(version: string, requestUri: string, { attributes }: EvaluationContext): string {
  const covered = `${version}\n${requestUri}\n${canonicalJson(attributes)}`;
  return `W/"${hash('sha256', covered, 'base64url').slice(0, ETAG_LENGTH)}"`;
}
