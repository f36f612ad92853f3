import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import cookie from '@fastify/cookie';
import { parseBody } from '../body-parser.js';
import { nestLogger, type Logger } from '../logger.js';
import { ServiceMetrics } from '../service-metrics.js';
import { ProblemFilter } from './problem-filter.js';

/** Largest body of any request. */
export const MAX_BODY_BYTES = 512 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;

/** A Nest application on Fastify with everything that all apps share: bodies, problems, documents, metrics. */
export async function createHttpApp(
  module: Type | DynamicModule,
  logger: Logger,
  extend: (app: NestFastifyApplication) => Promise<void> = () => Promise.resolve(),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: nestLogger(logger),
    abortOnError: false,
    forceCloseConnections: true,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, raw, done) => {
    try {
      done(null, parseBody(raw as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  await app.register(cookie);
  app.useGlobalFilters(new ProblemFilter(logger));
  measure(app);
  await extend(app);
  describe(app);
  await app.init();
  return app;
}

function measure(app: NestFastifyApplication): void {
  const { requests } = app.get(ServiceMetrics);
  // Routes, not paths, so there are few; finding a series by its labels again costs more than observing.
  const series = new Map<string, ReturnType<typeof requests.labels>>();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const { method } = request;
      const route = request.routeOptions.url ?? 'none';
      const name = `${method} ${reply.statusCode} ${route}`;
      let observed = series.get(name);
      if (!observed) series.set(name, (observed = requests.labels(method, route, String(reply.statusCode))));
      observed.observe(reply.elapsedTime / 1000);
      done();
    });
}

function describe(app: NestFastifyApplication): void {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Assay')
    .setDescription('Feature flags and A/B experiments whose guardrails stop harm by themselves')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, options), {
    jsonDocumentUrl: 'openapi.json',
  });
}
