import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectStatus } from '../support/client.js';
import { hostileRequests, type HostileRequest, type OpenApiDocument } from '../support/hostile-requests.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';
import { startExperiment } from '../support/world.js';

const REQUESTS = 10_000;
const AT_ONCE = 16;
const SEED = 14;
const MAX_GROWTH_MIB = 400;

describe('generated requests, right and wrong', () => {
  let assay: RunningWorld;
  let key: string;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    const scopes = ['manage', 'read', 'decide', 'ingest', 'halt'];
    const { body: users } = await expectStatus(200, assay.world.admin.get('/v1/users'));
    const userId = users.items.find(({ role }: { role: string }) => role === 'admin').id as string;
    const made = await expectStatus(201, assay.world.admin.post('/v1/api-keys', { name: 'hostile', userId, scopes }));
    key = made.body.key as string;
  });

  afterAll(() => assay.stop());

  it(`get no answer of 5xx but 503, end no process and leave memory bounded: ${REQUESTS}`, async () => {
    const { world, app } = assay;
    const experiment = await startExperiment(world, { threshold: '0.5', action: 'pause' });
    const known = [experiment.id, experiment.flag, world.metric, world.exposure, 'production', 'management'];
    const { body } = await expectStatus(200, world.admin.get('/openapi.json'));
    const requests = fc.sample(hostileRequests(body as OpenApiDocument, known), { numRuns: REQUESTS, seed: SEED });

    const before = await residentMib();
    const statuses = new Map<number, number>();
    const faults: string[] = [];
    const sender = async (): Promise<void> => {
      for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
        const { status, text } = await send(app.url, next);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 && status !== 503)
          faults.push(
            `${status} ${next.method} ${next.path} ${JSON.stringify(next.headers)} ${next.body?.slice(0, 300)}: ${text}`,
          );
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    const after = await residentMib();
    const counts = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    process.stdout.write(`answers by status ${counts.join(', ')}; memory ${before} MiB before, ${after} MiB after\n`);

    expect(faults.slice(0, 20)).toEqual([]);
    expect(app.output()).not.toContain('request failed');
    expect((await world.admin.get('/health/ready')).status).toBe(200);
    expect(after - before).toBeLessThan(MAX_GROWTH_MIB);
  });

  async function residentMib(): Promise<number> {
    const { text } = await expectStatus(200, assay.world.admin.get('/metrics'));
    const bytes = /^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text)?.[1];
    return Math.round(Number(bytes) / 1024 ** 2);
  }

  async function send(
    base: string,
    { method, path, headers, body }: HostileRequest,
  ): Promise<{ status: number; text: string }> {
    const ends = new AbortController();
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([ends.signal, AbortSignal.timeout(30_000)]),
    });
    const streams = response.headers.get('content-type')?.includes('event-stream') ?? false;
    const text = streams ? '' : await response.text();
    ends.abort();
    return { status: response.status, text };
  }
});
