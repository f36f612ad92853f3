import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { parseBody } from '../body-parser.js';
import type { Logger } from '../logger.js';
import type { ServiceMetrics } from '../service-metrics.js';
import { problemOf } from './problem-of.js';

/** What a fast route is asked: `body` is parsed JSON; `param` the path's last segment where the route has one, else ''. */
export interface FastRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly param: string;
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
  /** The JSON text of a 200; at once where nothing has to be waited for. Throws what any route may throw. */
  readonly answer: (request: FastRequest) => string | Promise<string>;
}

/** Largest body of any request; larger ones are left to the framework, which refuses them. */
export const MAX_BODY_BYTES = 512 * 1024;

// Characters that need no decoding; the framework decides about the rest.
const PLAIN_SEGMENT = /^[A-Za-z0-9_.-]{1,200}$/;
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
    const url = request.url ?? '';
    const exact = this.exact.get(url);
    if (exact) return this.takeOn(exact, '', request, response);
    for (const { prefix, route } of this.byPrefix) {
      if (!url.startsWith(prefix)) continue;
      const param = url.slice(prefix.length);
      if (PLAIN_SEGMENT.test(param)) return this.takeOn(route, param, request, response);
    }
    return false;
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
      if (typeof answer === 'string') this.send(200, JSON_TYPE, answer);
      else answer.then((text) => this.send(200, JSON_TYPE, text)).catch((error: unknown) => this.refuse(error));
    } catch (error) {
      this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    const { headers, status, body } = problemOf(error, this.logger, this.request);
    for (const [name, value] of Object.entries(headers)) this.response.setHeader(name, value);
    this.send(status, 'application/problem+json', JSON.stringify(body));
  }

  private send(status: number, type: string, text: string): void {
    this.response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
    this.response.end(text);
    this.metrics.answered(this.route.name, status, (performance.now() - this.startedAt) / 1000);
  }
}

/** JSON of a length that is known and allowed, without further ado. */
function isPlainJson(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type'];
  if (type !== 'application/json' && type !== JSON_TYPE) return false;
  const length = Number(headers['content-length']);
  return length > 0 && length <= MAX_BODY_BYTES;
}
