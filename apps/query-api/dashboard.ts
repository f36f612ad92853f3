import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { pagePolicy } from '../../libs/platform/http/page-policy.js';

/** The dashboard's parts, each with pages below it. `/metrics` and `/docs` are not free. */
const PARTS = [
  'experiments',
  'flags',
  'catalogue',
  'audience',
  'learnings',
  'audit',
  'notifications',
  'people',
  'keys',
  'environments',
  'operations',
];
const PAGES = ['/', '/account', '/invitation', ...PARTS.flatMap((part) => [`/${part}`, `/${part}/*`])];

/** Serves the built dashboard at `/`; every page is index.html. */
export async function serveDashboard(app: NestFastifyApplication): Promise<void> {
  const root = fileURLToPath(new URL('../dashboard', import.meta.url));
  if (!existsSync(root)) return;
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const policy = pagePolicy(readFileSync(join(root, 'index.html'), 'utf8'));
  const fastify = app.getHttpAdapter().getInstance();
  for (const path of PAGES) {
    fastify.get(path, (_, reply) => reply.header('content-security-policy', policy).sendFile('index.html'));
  }
  // A person who mistypes an address gets a page that says so, a program gets a problem document.
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || !isOpenedByPerson(request)) return undefined;
    return reply.code(404).header('content-security-policy', policy).sendFile('index.html');
  });
}

/** Browsers that open a page ask for HTML first of all. */
const isOpenedByPerson = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').startsWith('text/html');
