import { setTimeout as sleep } from 'node:timers/promises';
import type { Part } from '../figure.js';
import { startNode } from '../support/node-process.js';
import { startStandalone } from '../support/standalone.js';

const SETTLE_MS = 10_000;
const FLOOR_MIB = 250;

/** Resident memory of an idle standalone process, without PostgreSQL. */
export const memoryPart: Part = async (postgres, tell) => {
  const app = await startStandalone(postgres);
  const hello = await startNode('compiled/bench/hello-server.js', {});
  try {
    tell(`at the start ${(await app.residentMiB()).toFixed(0)} MiB, settling`);
    await sleep(SETTLE_MS);
    const [resident, least] = await Promise.all([app.residentMiB(), hello.residentMiB()]);
    return [
      {
        figure: `Resident memory of idle standalone, ${SETTLE_MS / 1000} s after its start`,
        measured: `${resident.toFixed(0)} MiB`,
        processor: null,
        baseline: `node:http hello: ${least.toFixed(0)} MiB`,
        ratio: null,
        floor: `≤ ${FLOOR_MIB} MiB`,
        met: resident <= FLOOR_MIB,
      },
    ];
  } finally {
    await hello.stop();
    await app.stop();
  }
};
