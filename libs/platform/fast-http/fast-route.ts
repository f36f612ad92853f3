import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { ANSWER_HEADERS } from '../answer-headers.js';
import { parseBody } from '../body-parser.js';
import type { Logger } from '../logging/logger.js';
import type { Problem } from '../problem.js';
import { STALE_HEADER } from '../reading.js';
import type { ServiceMetrics } from '../monitoring/service-metrics.js';
import { problemOf } from '../problem-of.js';
import { SendTogether } from './send-together.js';

/** A request to a fast route: `body` is parsed JSON; `param` is the path's last segment, or '' for an exact path. */
export interface FastRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly param: string;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** An answer with a status, headers or more. A plain string means 200. */
export interface FastAnswer {
  readonly status: number;
  /** JSON, or empty. */
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A POST route that is answered ahead of the framework, for the hot paths. It takes the plain case: a JSON body of
 * known length. All other requests (other paths, query strings, chunked or encoded bodies, wrong types, too large) go to the
 * framework's route of the same path, which must call the same function.
 */
export interface FastRoute {
  /** For example '/v1/decide', or '/v1/things/:' if one last segment follows. */
  readonly path: string;
  /** The name in metrics, the same as for the framework's route: 'POST /v1/decide'. */
  readonly name: string;
  /** The JSON text of a 200, or another answer; a promise only if it has to wait. Can throw the errors of any route. */
  readonly answer: (request: FastRequest) => Answer | Promise<Answer>;
  /** Sent with every answer to a page of another origin. */
  readonly crossOriginHeaders?: Readonly<Record<string, string>>;
  /** Sent with every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The time since which answers are stale, sent as a header. */
  readonly staleSince?: () => string | undefined;
  /** The JSON body of an error, if the route does not use problem+json. */
  readonly failure?: (problem: Problem, param: string) => object;
}

type Answer = string | FastAnswer;
type Headers = Readonly<Record<string, string>>;

/** Largest body of any request; the framework refuses larger ones. */
export const MAX_BODY_BYTES = 512 * 1024;

// Characters that need no decoding; segments with others go to the framework.
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
    const jsonHeaders = { ...ANSWER_HEADERS, ...route.headers, 'content-type': JSON_TYPE };
    const served = { route, jsonHeaders, toOtherOrigins: { ...jsonHeaders, ...route.crossOriginHeaders } };
    if (route.path.endsWith('/:')) this.byPrefix.push({ prefix: route.path.slice(0, -1), served });
    else this.exact.set(route.path, served);
  }

  /** True if a route answers the request; false leaves the request untouched. */
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

  /** The route of a path, and the path's last segment, not decoded. */
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

/** The dependencies of every exchange. */
interface Tools {
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  readonly together: SendTogether;
}

/** A route, and the headers of its answers in JSON. */
interface ServedRoute {
  readonly route: FastRoute;
  readonly jsonHeaders: Headers;
  /** The same for pages of other origins. */
  readonly toOtherOrigins: Headers;
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

  /** Counts bytes instead of waiting for `end`, which comes a turn later. Nearly every body comes in one chunk. */
  receive(length: number): void {
    this.request.on('data', (chunk: Buffer) => {
      this.received = this.received === undefined ? chunk : Buffer.concat([this.received, chunk]);
      if (this.received.length === length) this.answer(this.received);
    });
  }

  private answer(raw: Buffer): void {
    try {
      const body = parseBody(raw);
      const answer = this.served.route.answer({
        headers: this.headers,
        body,
        param: this.param,
        socket: this.request.socket,
      });
      if (answer instanceof Promise) {
        answer.then((later) => this.give(later)).catch((error: unknown) => this.refuse(error));
      } else this.give(answer);
    } catch (error) {
      this.refuse(error);
    }
  }

  private give(answer: Answer): void {
    const { jsonHeaders, toOtherOrigins, route } = this.served;
    const usual = this.headers.origin === undefined ? jsonHeaders : toOtherOrigins;
    const staleSince = route.staleSince?.();
    const always = staleSince === undefined ? usual : { ...usual, [STALE_HEADER]: staleSince };
    if (typeof answer === 'string') return this.send(200, always, answer);
    const { status, headers, text } = answer;
    this.send(status, { ...always, ...headers }, text);
  }

  private refuse(error: unknown): void {
    const { route } = this.served;
    const problem = problemOf(error, this.tools.logger, this.request);
    const { type, text } = failureText(problem, route, this.param);
    const { toOtherOrigins } = this.served;
    this.send(problem.status, { ...toOtherOrigins, ...problem.headers, 'content-type': type }, text);
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

/** The answer to an error: problem+json, or the route's own format. */
export function failureText(
  problem: Problem,
  route: FastRoute | undefined,
  param: string,
): { readonly type: string; readonly text: string } {
  if (!route?.failure) return { type: 'application/problem+json', text: JSON.stringify(problem.body) };
  return { type: JSON_TYPE, text: JSON.stringify(route.failure(problem, param)) };
}

/** The length of a JSON body, if it is declared and allowed; undefined for every other body. */
function plainLength(headers: IncomingHttpHeaders): number | undefined {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== JSON_TYPE) return undefined;
  if (headers['content-encoding'] !== undefined) return undefined;
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY_BYTES ? length : undefined;
}
