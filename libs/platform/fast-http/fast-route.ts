import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { parseBody } from '../body-parser.js';
import type { Logger } from '../logging/logger.js';
import type { Problem } from '../problem.js';
import { STALE_HEADER } from '../reading.js';
import type { ServiceMetrics } from '../monitoring/service-metrics.js';
import { problemOf } from '../problem-of.js';
import { SendTogether } from './send-together.js';

/** What a fast route is asked: `body` is parsed JSON; `param` the path's last segment where the route has one, else ''. */
export interface FastRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly param: string;
}

/** An answer that is more than the text of a 200. */
export interface FastAnswer {
  readonly status: number;
  /** JSON, or nothing. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A POST that is answered ahead of the framework, for the hot paths. It takes the plain case, a JSON body of known
 * length; all else (other paths, query strings, chunked bodies, wrong types, too large) goes to the route of the same path in
 * the framework, which must answer by the same function.
 */
export interface FastRoute {
  /** Such as '/v1/decide', or '/v1/things/:' where one last segment follows. */
  readonly path: string;
  /** Its name in metrics, that of the same route in the framework: 'POST /v1/decide'. */
  readonly name: string;
  /** The JSON text of a 200, or another answer; at once where nothing has to be waited for. Throws what any route may throw. */
  readonly answer: (request: FastRequest) => Answer | Promise<Answer>;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Since when what is answered now is stale: it goes along as a header. */
  readonly staleSince?: () => string | undefined;
  /** The JSON body of an error, where that is not problem+json. */
  readonly failure?: (problem: Problem, param: string) => object;
}

type Answer = string | FastAnswer;
type Headers = Readonly<Record<string, string>>;

/** Largest body of any request; larger ones are left to the framework, which refuses them. */
export const MAX_BODY_BYTES = 512 * 1024;

// Characters that need no decoding; the framework decides about the rest.
const PLAIN_SEGMENT = /^[A-Za-z0-9_.-]{0,200}$/;
const JSON_TYPE = 'application/json; charset=utf-8';

/** The fast routes of an app, by path. */
export class FastRoutes {
  private readonly exact = new Map<string, ServedRoute>();
  private readonly byPrefix: { readonly prefix: string; readonly served: ServedRoute }[] = [];
  private readonly tools: Tools;

  constructor(logger: Logger, metrics: ServiceMetrics) {
    const together = new SendTogether((error) => logger.error({ err: error }, 'an answer could not be sent'));
    this.tools = { logger, metrics, together };
  }

  add(route: FastRoute): void {
    const served = { route, jsonHeaders: { ...route.headers, 'content-type': JSON_TYPE } };
    if (route.path.endsWith('/:')) this.byPrefix.push({ prefix: route.path.slice(0, -1), served });
    else this.exact.set(route.path, served);
  }

  /** True where it answers the request; false leaves it untouched. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'POST') return false;
    const found = this.serving(request.url ?? '');
    if (!found || !PLAIN_SEGMENT.test(found.param)) return false;
    const { headers } = request;
    const length = plainLength(headers);
    if (length === undefined) return false;
    new Exchange(this.tools, found.served, found.param, headers, request, response).receive(length);
    return true;
  }

  /** The route of a path, and its last segment as it is written there. */
  find(path: string): { readonly route: FastRoute; readonly param: string } | undefined {
    const found = this.serving(path);
    return found && { route: found.served.route, param: found.param };
  }

  private serving(path: string): { readonly served: ServedRoute; readonly param: string } | undefined {
    for (const { prefix, served } of this.byPrefix) {
      if (path.startsWith(prefix) && path.length > prefix.length) return { served, param: path.slice(prefix.length) };
    }
    const exact = this.exact.get(path);
    return exact && { served: exact, param: '' };
  }
}

/** What every exchange needs. */
interface Tools {
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  readonly together: SendTogether;
}

/** A route, and the headers of its answers in JSON. */
interface ServedRoute {
  readonly route: FastRoute;
  readonly jsonHeaders: Headers;
}

/** One request and its answer. */
class Exchange {
  private readonly startedAt = performance.now();
  private received: Buffer | undefined;

  constructor(
    private readonly tools: Tools,
    private readonly served: ServedRoute,
    private readonly param: string,
    private readonly headers: IncomingHttpHeaders,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** Nearly every body comes in one piece; its length says when it is whole, a turn before the stream ends. */
  receive(length: number): void {
    this.request.on('data', (chunk: Buffer) => {
      this.received = this.received === undefined ? chunk : Buffer.concat([this.received, chunk]);
      if (this.received.length === length) this.answer(this.received);
    });
  }

  private answer(raw: Buffer): void {
    try {
      const body = parseBody(raw);
      const answer = this.served.route.answer({ headers: this.headers, body, param: this.param });
      if (answer instanceof Promise) {
        answer.then((later) => this.give(later)).catch((error: unknown) => this.refuse(error));
      } else this.give(answer);
    } catch (error) {
      this.refuse(error);
    }
  }

  private give(answer: Answer): void {
    const { jsonHeaders, route } = this.served;
    const staleSince = route.staleSince?.();
    const always = staleSince === undefined ? jsonHeaders : { ...jsonHeaders, [STALE_HEADER]: staleSince };
    if (typeof answer === 'string') return this.send(200, always, answer);
    const { status, headers, text } = answer;
    this.send(status, { ...always, ...headers }, text);
  }

  private refuse(error: unknown): void {
    const { route } = this.served;
    const problem = problemOf(error, this.tools.logger, this.request);
    const { type, text } = failureText(problem, route, this.param);
    this.send(problem.status, { ...route.headers, ...problem.headers, 'content-type': type }, text);
  }

  private send(status: number, headers: Headers, text: string): void {
    const length = Buffer.byteLength(text);
    this.tools.together.add(() => {
      this.response.writeHead(status, { ...headers, 'content-length': length });
      this.response.end(text);
      this.tools.metrics.answered(this.served.route.name, status, (performance.now() - this.startedAt) / 1000);
    });
  }
}

/** An error as a route answers it: problem+json, unless the route has a form of its own. */
export function failureText(
  problem: Problem,
  route: FastRoute | undefined,
  param: string,
): { readonly type: string; readonly text: string } {
  if (!route?.failure) return { type: 'application/problem+json', text: JSON.stringify(problem.body) };
  return { type: JSON_TYPE, text: JSON.stringify(route.failure(problem, param)) };
}

/** The length of a body of JSON that is known and allowed, without further ado; undefined for every other body. */
function plainLength(headers: IncomingHttpHeaders): number | undefined {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== JSON_TYPE) return undefined;
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY_BYTES ? length : undefined;
}
