/** An EventStoreDB that is reached through a port of the test, so that a real server can be cut off like the double. */
import { randomUUID } from 'node:crypto';
import { parseConnectionString } from '../../libs/event-store/eventstoredb/connection-string.js';
import { EVENTSTOREDB, REAL_EVENTSTOREDB } from './event-store-under-test.js';
import { Front } from './wire-double/front.js';

export interface CuttableEventStore {
  /** The environment variables that point an app to it. */
  readonly environment: { readonly EVENTSTORE_URL: string; readonly ASSAY_STREAM_PREFIX: string };
  /** Every connection breaks and new ones are refused. */
  cut(): void;
  /** Writes arrive, but no answer comes back. */
  loseAnswers(): void;
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Only a single real node: a cluster tells the client addresses that bypass the test's port. */
const isCuttable = REAL_EVENTSTOREDB === undefined || !parseConnectionString(REAL_EVENTSTOREDB).gossip;

/** Both stores, by names that tell the server. */
export const CUTTABLE_STORES = [
  'postgresql',
  isCuttable ? EVENTSTOREDB : 'eventstoredb (its double, since a real cluster cannot be cut off)',
] as const;

export async function startCuttableEventStore(): Promise<CuttableEventStore> {
  const { url, stop } = await serverUnderTest();
  const [node] = parseConnectionString(url).endpoints;
  const front = new Front({ host: node?.address ?? '', port: node?.port ?? 0 });
  await front.open();
  const throughFront = url.replace(
    /^([^:]+:\/\/(?:[^@?]*@)?)[^/?]+/,
    (_, before) => `${before}127.0.0.1:${front.port}`,
  );
  return {
    environment: { EVENTSTORE_URL: throughFront, ASSAY_STREAM_PREFIX: `t${randomUUID().slice(0, 8)}.` },
    cut: () => front.cut(),
    loseAnswers: () => front.mute(),
    restore: () => front.speak(),
    stop: async () => {
      front.cut();
      await stop();
    },
  };
}

async function serverUnderTest(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  if (REAL_EVENTSTOREDB !== undefined && isCuttable) return { url: REAL_EVENTSTOREDB, stop: async () => undefined };
  // gRPC takes a second to load, so suites without it do not import it.
  const { startWireDouble } = await import('./wire-double/wire-double.js');
  return startWireDouble();
}
