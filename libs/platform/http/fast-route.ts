import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { parseBody } from '../body-parser.js';
import type { Logger } from '../logger.js';
import type { Problem } from '../problem.js';
import type { ServiceMetrics } from '../service-metrics.js';
import { problemOf } from './problem-of.js';

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
  /** The JSON body of an error, where that is not problem+json. */
  readonly failure?: (problem: Problem, param: string) => object;
}

type Answer = string | FastAnswer;

/** Largest body of any request; larger ones are left to the framework, which refuses them. */
export const MAX_BODY_BYTES = 512 * 1024;

// Characters that need no decoding; the framework decides about the rest.
const PLAIN_SEGMENT = /^[A-Za-z0-9_.-]{0,200}$/;
const JSON_TYPE = 'application/json; charset=utf-8';

/** The fast routes of an app, by path. */
export class FastRoutes {
  private readonly exact = new Map<string, FastRoute>();
  private readonly byPrefix: { readonly prefix: string; readonly route: FastRoute }[] = [];

  constructor(
    private readonly logger: Logger,
    private readonly metrics: ServiceMetrics,
  ) {}

  add(route: FastRoute): void {
    if (route.path.endsWith('/:')) this.byPrefix.push({ prefix: route.path.slice(0, -1), route });
    else this.exact.set(route.path, route);
  }

  /** True where it answers the request; false leaves it untouched. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'POST') return false;
    const found = this.find(request.url ?? '');
    if (!found || !PLAIN_SEGMENT.test(found.param)) return false;
    return this.takeOn(found.route, found.param, request, response);
  }

  /** The route of a path, and its last segment as it is written there. */
  find(path: string): { readonly route: FastRoute; readonly param: string } | undefined {
    const exact = this.exact.get(path);
    if (exact) return { route: exact, param: '' };
    for (const { prefix, route } of this.byPrefix) {
      if (path.startsWith(prefix) && path.length > prefix.length) return { route, param: path.slice(prefix.length) };
    }
    return undefined;
  }

  private takeOn(route: FastRoute, param: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (!isPlainJson(request.headers)) return false;
    new Exchange(this.logger, this.metrics, route, param, request, response);
    return true;
  }
}

/** One request and its answer. */
class Exchange {
  private readonly startedAt = performance.now();
  private received: Buffer | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly metrics: ServiceMetrics,
    private readonly route: FastRoute,
    private readonly param: string,
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    const length = Number(request.headers['content-length']);
    request.on('data', (chunk: Buffer) => this.receive(chunk, length));
  }

  /** Nearly every body comes in one piece; its length says when it is whole, a turn before the stream ends. */
  private receive(chunk: Buffer, length: number): void {
    this.received = this.received === undefined ? chunk : Buffer.concat([this.received, chunk]);
    if (this.received.length === length) this.answer(this.received);
  }

  private answer(raw: Buffer): void {
    try {
      const body = parseBody(raw);
      const answer = this.route.answer({ headers: this.request.headers, body, param: this.param });
      if (answer instanceof Promise) {
        answer.then((later) => this.give(later)).catch((error: unknown) => this.refuse(error));
      } else this.give(answer);
    } catch (error) {
      this.refuse(error);
    }
  }

  private give(answer: Answer): void {
    if (typeof answer === 'string') this.send(200, JSON_TYPE, answer);
    else this.send(answer.status, JSON_TYPE, answer.text, answer.headers);
  }

  private refuse(error: unknown): void {
    const problem = problemOf(error, this.logger, this.request);
    const { type, text } = failureText(problem, this.route, this.param);
    this.send(problem.status, type, text, problem.headers);
  }

  private send(status: number, type: string, text: string, more?: Readonly<Record<string, string>>): void {
    // Given all at once: setting them one by one costs more than the rest of the answer.
    const headers = { ...this.route.headers, ...more, 'content-type': type, 'content-length': Buffer.byteLength(text) };
    this.response.writeHead(status, headers);
    this.response.end(text);
    this.metrics.answered(this.route.name, status, (performance.now() - this.startedAt) / 1000);
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

/** JSON of a length that is known and allowed, without further ado. */
function isPlainJson(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== JSON_TYPE) return false;
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY_BYTES;
}
