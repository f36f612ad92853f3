import { afterEach, describe, expect, it } from '@jest/globals';
import { type Committed, OperationRequests } from '../../libs/projections/index.js';
import { CountingThread } from './counting-thread.js';

const work = { databaseUrl: '', eventStoreUrl: '', streamPrefix: '', logLevel: 'silent' };

/** A thread that tells its own id, then does as the code says. */
const scriptOf = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    const tell = (word) => parentPort.postMessage({ kind: 'committed',
      committed: { position: '1', events: [], touched: [word], live: true } });
    ${code}`)}`,
  );

describe('the thread that counts', () => {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  afterEach(async () => {
    stopping.abort();
    await running;
  });

  it('is started again when it fails, hears what is asked, and ends when it is told to', async () => {
    const told: string[] = [];
    const errors: unknown[] = [];
    let wake: () => void = () => undefined;
    const heard = (count: number): Promise<void> =>
      new Promise((resolve) => {
        wake = () => (told.length >= count ? resolve() : undefined);
        wake();
      });
    const reactor = {
      committed: ({ touched }: Committed): void => {
        told.push(...touched);
        wake();
      },
    };
    const requests = new OperationRequests();
    const script = scriptOf(`tell('life ' + threadId);
      parentPort.on('message', (message) => {
        if (message.kind === 'stop') { tell('stopped'); parentPort.close(); }
        else throw new Error('asked for ' + message.rebuild);
      });`);
    const logger = { error: (details: unknown) => void errors.push(details) } as never;
    const thread = new CountingThread(work, 'measurement', requests, reactor, logger, script);
    running = thread.run(stopping.signal);

    await heard(1);
    requests.apply({
      type: 'projection_rebuild_requested',
      data: { projection: 'measurement' },
      revision: 7,
    } as never);
    await heard(2);
    expect(new Set(told).size).toBe(2);
    expect(String((errors[0] as { err: unknown }).err)).toContain('asked for 7');

    stopping.abort();
    await running;
    expect(thread.progress).toBeUndefined();
  });
});
