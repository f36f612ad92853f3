import { hash } from 'node:crypto';
import type { Admission, RequestLimits } from '../../access/http.js';
import type { Principal } from '../../access/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import type { Clock } from '../../platform/clock.js';
import { CORS_HEADERS } from '../../platform/http/cors.js';
import { hasTag } from '../../platform/http/etag.js';
import type { FastAnswer, FastRequest, FastRoute } from '../../platform/fast-http/fast-route.js';
import { minPositionOf } from '../../platform/http/min-position.js';
import type { Problem } from '../../platform/problem.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import { sourceOf, type DecisionService } from '../decision-service.js';
import type { EvaluationRequest } from '../../evaluation/index.js';
import type { EnvironmentVersions } from '../environment-versions.js';
import { isSeen, type ExposureSink } from '../../telemetry/index.js';
import { contextOf, type EvaluationContext } from './context.js';
import { BulkPlans } from './bulk-plan.js';
import { textsOf, type FlagTexts } from './evaluation.js';
import { flagNotFound, ofrepFailure, targetingKeyMissing } from './failure.js';
import type { StreamTokens } from './stream-token.js';

const ETAG_LENGTH = 22;
const DAY_MS = 86_400_000;

const dayOf = (now: number): number => Math.floor(now / DAY_MS);

export interface OfrepParts {
  readonly decider: DecisionService;
  readonly admission: Admission;
  readonly limits: Pick<RequestLimits, 'takeSubject'>;
  readonly metrics: ServiceMetrics;
  readonly clock: Clock;
  readonly versions: EnvironmentVersions;
  readonly tokens: StreamTokens;
  readonly exposures: ExposureSink;
}

/** The caller's API key and its environment. */
export type OfrepCaller = Pick<Principal, 'environment' | 'client'> & { readonly credential: { readonly id: string } };

type EvaluatedRequest = FastRequest;

/** The common part of both evaluations: admission, context, and the wait until decisions are current. */
abstract class OfrepEndpoint implements FastRoute {
  abstract readonly path: string;
  abstract readonly name: string;
  readonly headers = CORS_HEADERS;

  constructor(protected readonly parts: OfrepParts) {}

  readonly staleSince = (): string | undefined => this.parts.decider.staleSince();

  readonly failure = (problem: Problem, key: string) => ofrepFailure(problem, key);

  readonly answer = (request: FastRequest): string | FastAnswer | Promise<string | FastAnswer> => {
    const admitted = this.parts.admission.admit(request, 'decide');
    if (admitted instanceof Promise) return admitted.then((caller) => this.evaluate(caller, request));
    return this.evaluate(admitted, request);
  };

  /** Evaluates for an admitted caller. @throws Problem 400, 404, 429, 503 */
  evaluate(caller: OfrepCaller, request: EvaluatedRequest): string | FastAnswer | Promise<string | FastAnswer> {
    const context = contextOf(request.body);
    this.parts.limits.takeSubject(caller, context.subjectId, request);
    const evaluate = (): string | FastAnswer => this.evaluateNow(caller, context, request);
    return this.parts.decider.whenCurrent(minPositionOf(request.headers), evaluate);
  }

  protected abstract evaluateNow(
    caller: OfrepCaller,
    context: EvaluationContext,
    request: EvaluatedRequest,
  ): string | FastAnswer;

  // The fields are written out, because objects of a single shape are read faster.
  protected requestOf(
    { subjectId, attributes }: EvaluationContext,
    known?: EvaluationRequest['known'],
    asked?: EvaluationRequest['asked'],
  ): EvaluationRequest {
    return { subjectId, attributes, now: this.parts.clock.now().getTime(), known, asked };
  }
}

/** `POST /ofrep/v1/evaluate/flags/:key` */
export class OfrepSingle extends OfrepEndpoint {
  readonly path = '/ofrep/v1/evaluate/flags/:';
  readonly name = 'POST /ofrep/v1/evaluate/flags/:key';

  protected evaluateNow(caller: OfrepCaller, context: EvaluationContext, request: EvaluatedRequest): string {
    const { environment, client } = caller;
    const { decider, metrics, exposures } = this.parts;
    const { param: key, headers } = request;
    const flag = decider.flagFor(client, environment, key);
    if (!flag) throw flagNotFound();
    const evaluated = this.requestOf(context);
    const decision = decider.evaluate(flag, key, evaluated);
    decider.noteUse(environment, key, evaluated.now);
    metrics.decided(decision.reason);
    if (decision.reason === 'missing_subject') throw targetingKeyMissing();
    if (isSeen(headers)) exposures.hear(decision, environment, evaluated.now, sourceOf(client));
    return textsOf(flag).textOf(decision, decider.idOf(decision, environment, evaluated.now));
  }
}

/** `POST /ofrep/v1/evaluate/flags`: every flag of the environment, or all that a client key may see. */
export class OfrepBulk extends OfrepEndpoint {
  readonly path = '/ofrep/v1/evaluate/flags';
  readonly name = 'POST /ofrep/v1/evaluate/flags';
  private readonly plans: BulkPlans;
  private readonly clientPlans: BulkPlans;

  constructor(parts: OfrepParts) {
    super(parts);
    this.plans = new BulkPlans(parts.decider);
    this.clientPlans = new BulkPlans(parts.decider, ({ snapshot }) => snapshot.clientVisible);
  }

  protected evaluateNow(caller: OfrepCaller, context: EvaluationContext, { headers }: EvaluatedRequest): FastAnswer {
    const { environment, client } = caller;
    const request = this.requestOf(context, new Map(), new Map());
    const version = this.parts.versions.of(environment, request.now);
    const streams = this.streamsFor(caller, request.now);
    const etag = etagOf(version, streams ?? `clients ${dayOf(request.now)}`, context);
    if (hasTag(headers, etag)) return { status: 304, text: '', headers: { etag } };
    const head = `{${streams === null ? '' : `${streams},`}"flags":[`;
    const { asking, same } = (client === null ? this.plans : this.clientPlans).of(environment, version);
    for (const [reason, count] of same.reasons) this.parts.metrics.decided(reason, count);
    const texts = this.textsOf(asking, environment, request);
    const list = same.count === 0 ? texts.slice(0, -1) : texts;
    return { status: 200, text: head + list + same.toTheEnd, headers: { etag } };
  }

  /** The stream that tells of changes; null for client keys, because anybody could open all streams that there are. */
  private streamsFor({ environment, client, credential }: OfrepCaller, now: number): string | null {
    if (client !== null) return null;
    const requestUri = `/ofrep/v1/changes?token=${this.parts.tokens.issue({ environment, key: credential.id }, now)}`;
    return `"eventStreams":[{"type":"sse","endpoint":{"requestUri":"${requestUri}"}}]`;
  }

  /** The JSON of the flags whose answer depends on the context, with a comma after each. */
  private textsOf(asking: readonly FlagTexts[], environment: string, request: EvaluationRequest): string {
    const { decider, metrics } = this.parts;
    let texts = '';
    for (const own of asking) {
      const { key } = own;
      const decision = decider.evaluate(own.flag, key, request);
      metrics.decided(decision.reason);
      if (decision.reason === 'missing_subject') texts += JSON.stringify(ofrepFailure(targetingKeyMissing(), key));
      else texts += own.textOf(decision, decider.idOf(decision, environment, request.now));
      texts += ',';
    }
    return texts;
  }
}

/**
 * Covers everything that the answer depends on: the environment's version, the context, and the address of the stream or
 * the day. The address changes every day. So the tag expires long before the answer that a client stores: an address is valid
 * for a week, decision ids for 30 days. The tag is weak, because decision ids differ from answer to answer.
 */
function etagOf(version: string, daily: string, { attributes }: EvaluationContext): string {
  const covered = `${version}\n${daily}\n${canonicalJson(attributes)}`;
  return `W/"${hash('sha256', covered, 'base64url').slice(0, ETAG_LENGTH)}"`;
}
