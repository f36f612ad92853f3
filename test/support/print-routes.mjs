// Loaded into an app before anything else: writes the routes of its router to a file, one `METHOD path` a line.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

const file = process.env['TEST_ROUTES_FILE'] ?? '';

subscribe('fastify.initialization', (message) => {
  const { fastify } = /** @type {{ fastify: import('fastify').FastifyInstance }} */ (message);
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) appendFileSync(file, `${each} ${url}\n`);
  });
});
