import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figure, Part } from '../figure.js';
import { answered } from '../support/client.js';
import { load } from '../support/http-load.js';
import { median } from '../support/numbers.js';
import { counted, send } from '../support/sending.js';
import { startStandalone, type Standalone } from '../support/standalone.js';
import { decideForMany, makeBatches } from '../support/telemetry-batches.js';
import { createWorld, startExperiment, type World } from '../support/world.js';
import { decisionsOf } from './decide.js';

const PAIRS = 5;
const SECONDS = 4;
const BATCHES = 60;
const BATCH_SIZE = 500;
const WAITING = 100;
const MOST = 1.05;
const SETTINGS = { ASSAY_SEAL_KEY: 'k1:sealed for a benchmark', ASSAY_NOTIFY_PRIVATE_NETWORKS: 'loopback' };

/** Processor time in microseconds: per decision, and per event until it is counted. */
interface Cost {
  readonly decision: number;
  readonly event: number;
}

/** What decisions and telemetry cost while notifications wait for receivers that fail, and without any. */
export const brokenReceiversPart: Part = async (postgres, tell) => {
  const [calm, troubled] = [await startStandalone(postgres), await startStandalone(postgres, undefined, SETTINGS)];
  const receivers: Server[] = [];
  try {
    const measures = [await measureOf(calm), await measureOf(troubled)] as const;
    for (const measure of measures) await measure();
    for (const listener of [silent, failing]) receivers.push(await listening(listener));
    for (const receiver of receivers) await fill(troubled, receiver);
    const pairs: (readonly [Cost, Cost])[] = [];
    for (let pair = 1; pair <= PAIRS; pair += 1) {
      const [without, beside] = [await measures[0](), await measures[1]()];
      pairs.push([without, beside]);
      tell(`pair ${pair}: ${inWords(without)} without, ${inWords(beside)} beside`);
    }
    return [
      figureOf('`POST /v1/decide` while receivers fail', pairs, 'decision'),
      figureOf('Telemetry to counted while receivers fail', pairs, 'event'),
    ];
  } finally {
    await calm.stop();
    await troubled.stop();
    for (const receiver of receivers) receiver.close().closeAllConnections();
  }
};

const silent: RequestListener = () => undefined;
const failing: RequestListener = (_, response) => void response.writeHead(500).end();

const inWords = ({ decision, event }: Cost): string => `${decision.toFixed(1)} µs and ${event.toFixed(1)} µs`;

async function measureOf(app: Standalone): Promise<() => Promise<Cost>> {
  const world: World = await createWorld(app.admin);
  const decisions = await decisionsOf(app, world);
  const decided = await decideForMany(world, [
    await startExperiment(world, 'shop', { threshold: '0.9', action: 'rollback' }),
  ]);
  return async () => {
    const decision = (await load(decisions, SECONDS)).processorUs;
    const batches = makeBatches(decided, BATCHES, BATCH_SIZE);
    const before = await app.processorSeconds();
    const { last } = await send(world.product, batches);
    await counted(world.owner, last);
    return { decision, event: (((await app.processorSeconds()) - before) * 1e6) / (BATCHES * BATCH_SIZE) };
  };
}

function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Has many notifications wait for a receiver. */
async function fill({ admin }: Standalone, receiver: Server): Promise<void> {
  // A server that listens on TCP has an address and a port.
  const { port } = receiver.address() as AddressInfo;
  const body = { name: 'broken', kind: 'webhook', url: `http://127.0.0.1:${port}/`, perMinute: 600 } as const;
  const { id } = await answered(admin.api.POST('/v1/notifications/destinations', { body }));
  for (let count = 0; count < WAITING; count += 1)
    await answered(admin.api.POST('/v1/notifications/destinations/{id}/test', { params: { path: { id } } }));
}

function figureOf(figure: string, pairs: readonly (readonly [Cost, Cost])[], which: keyof Cost): Figure {
  const ratio = median(pairs.map(([without, beside]) => beside[which] / without[which]));
  const [without, beside] = ([0, 1] as const).map(
    (side) => `${median(pairs.map((pair) => pair[side][which])).toFixed(1)} µs`,
  );
  return {
    figure,
    measured: `${ratio.toFixed(3)} of the processor time without notifications, median of ${PAIRS} pairs`,
    processor: beside ?? null,
    baseline: `the same without: ${without}`,
    ratio,
    floor: `≤ ${MOST}`,
    met: ratio <= MOST,
  };
}
