import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import cookie from '@fastify/cookie';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { createServer, type RequestListener, type Server } from 'node:http';
import { stringifyAsWritten } from '../../primitives/written-json.js';
import { ANSWER_HEADERS } from '../answer-headers.js';
import { nestLogger, type Logger } from '../logging/logger.js';
import { ServiceMetrics } from '../monitoring/service-metrics.js';
import { FastRoutes, MAX_BODY_BYTES } from '../fast-http/fast-route.js';
import { acceptBodies } from './bodies.js';
import { CORS_HEADERS } from './cors.js';
import { serveOpenApi } from './open-api.js';
import { pagePolicy } from './page-policy.js';
import { RequestListeners } from './request-listeners.js';
import { ProblemFilter } from './problem-filter.js';
import { optionsOf } from './route-options.js';

/** Pages that read the OpenAPI document. */
const DOCS = '/docs';
/** Of the logo on them. */
const LOGO_STYLE = '.logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}';
const REQUEST_TIMEOUT_MS = 30_000;
// Longer than the usual keep-alive of proxies, so that the proxy closes the connection first.
const KEEP_ALIVE_MS = 72_000;

/** Makes a Nest application on Fastify with the shared parts of all apps: bodies, problems, documents, metrics. */
export async function createHttpApp(
  module: Type | DynamicModule,
  logger: Logger,
  extend: (app: NestFastifyApplication) => Promise<void> = () => Promise.resolve(),
): Promise<NestFastifyApplication> {
  // Set once the modules are loaded; no request comes before.
  let fast: FastRoutes | undefined = undefined;
  let filter: ProblemFilter | undefined = undefined;
  const adapter = new FastifyAdapter({
    serverFactory: (handler: RequestListener) =>
      makeServer((request, response) => {
        if (!fast?.take(request, response)) handler(request, response);
      }),
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    // A client whose base address ends in a slash requests //ofrep.
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: true },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      filter?.refuse(error, request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
    forceCloseConnections: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  acceptBodies(fastify);
  fastify.setReplySerializer(stringifyAsWritten);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers(optionsOf(request).cors ? { ...ANSWER_HEADERS, ...CORS_HEADERS } : ANSWER_HEADERS);
    // Some of these answers show a secret, once.
    if (request.method === 'POST') void reply.header('cache-control', 'no-store');
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const isPage = request.routeOptions.url?.startsWith(DOCS) === true && typeof payload === 'string';
    if (isPage) void reply.header('content-security-policy', pagePolicy(payload, [LOGO_STYLE]));
    done(null, payload);
  });
  const listeners = app.get(RequestListeners);
  fastify.addHook('onSend', async (request, reply) => {
    await listeners.sends(request, reply.statusCode, reply.getHeader('content-type'));
  });
  await app.register(cookie);
  const routes = app.get(FastRoutes);
  filter = new ProblemFilter(logger, routes, listeners);
  app.useGlobalFilters(filter);
  measure(app);
  fast = routes;
  await extend(app);
  serveOpenApi(app);
  await app.init();
  return app;
}

/** Sets the timeouts, as Fastify does for a server of its own. */
function makeServer(listener: RequestListener): Server {
  const server = createServer(listener);
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

function measure(app: NestFastifyApplication): void {
  const metrics = app.get(ServiceMetrics);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      // The route, not the path, so that there are few labels.
      const route = `${request.method} ${request.routeOptions.url ?? 'none'}`;
      metrics.answered(route, reply.statusCode, reply.elapsedTime / 1000);
      done();
    });
}
