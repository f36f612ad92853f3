import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '../figure.js';
import { answered } from '../support/client.js';
import { percentile } from '../support/numbers.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { createWorld, startExperiment } from '../support/world.js';
import { provoke } from './breach.js';

const EXPERIMENTS = 40;
const LOOK_EVERY_MS = 2;
const LONGEST_PAUSE_MS = 300;
const GIVE_UP_MS = 15_000;
const MOST_P99_MS = 2_000;
const SETTINGS = { ASSAY_SEAL_KEY: 'k1:sealed for a benchmark', ASSAY_NOTIFY_PRIVATE_NETWORKS: 'loopback' };

/** The time from the telemetry that breaches a guardrail to its webhook, beside a receiver that never answers. */
export const notificationsPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres, undefined, SETTINGS);
  const received = new Map<string, number>();
  const healthy = await listening((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { data } = JSON.parse(text) as { readonly data: { readonly flag: string } };
      received.set(data.flag, performance.now());
      response.writeHead(204).end();
    });
  });
  const silent = await listening(() => undefined);
  try {
    const world = await createWorld(app.admin);
    await addRule(app, [healthy, silent]);
    tell(`starting ${EXPERIMENTS} experiments`);
    const flags: string[] = [];
    for (let index = 0; index < EXPERIMENTS; index += 1) {
      flags.push((await startExperiment(world, `told_${index}`, { threshold: '0.1', action: 'rollback' })).flag);
    }
    tell('breaching each');
    const times: number[] = [];
    for (const flag of flags) {
      await sleep(Math.random() * LONGEST_PAUSE_MS);
      const { sentAt } = await provoke(world, flag);
      while (!received.has(flag)) {
        if (performance.now() - sentAt > GIVE_UP_MS) throw new Error(`no notification of ${flag}`);
        await sleep(LOOK_EVERY_MS);
      }
      times.push((received.get(flag) ?? 0) - sentAt);
    }
    const p99 = percentile(times, 0.99);
    return [
      {
        figure: `Breach: telemetry sent → webhook received, ${EXPERIMENTS} experiments, beside a receiver that never answers`,
        measured: `p50 ${percentile(times, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
        processor: null,
        baseline: null,
        ratio: null,
        floor: `p99 ≤ ${MOST_P99_MS} ms`,
        met: p99 <= MOST_P99_MS,
      },
    ];
  } finally {
    await app.stop();
    for (const server of [healthy, silent]) server.close().closeAllConnections();
  }
};

function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** One rule that tells all receivers of breaches. */
async function addRule({ admin }: Standalone, receivers: readonly Server[]): Promise<void> {
  const destinations: string[] = [];
  for (const receiver of receivers) {
    // A server that listens on TCP has an address and a port.
    const { port } = receiver.address() as AddressInfo;
    const body = { name: 'receiver', kind: 'webhook', url: `http://127.0.0.1:${port}/` } as const;
    destinations.push((await answered(admin.api.POST('/v1/notifications/destinations', { body }))).id);
  }
  const body = { name: 'breaches', events: ['guardrail_breached' as const], destinations };
  await answered(admin.api.POST('/v1/notifications/rules', { body }));
}
