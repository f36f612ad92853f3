import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pagePolicy } from '../../libs/platform/http/page-policy.js';

/** Serves the built dashboard at `/`; every page is index.html. */
export async function serveDashboard(app: NestFastifyApplication): Promise<void> {
  const root = fileURLToPath(new URL('../dashboard', import.meta.url));
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const policy = pagePolicy(readFileSync(join(root, 'index.html'), 'utf8'));
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of ['/', '/experiments', '/experiments/:id', '/invitation']) {
    fastify.get(path, (_, reply) => reply.header('content-security-policy', policy).sendFile('index.html'));
  }
}
