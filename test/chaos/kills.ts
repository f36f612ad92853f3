import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../support/random.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { startDataFolder } from './data-folder.js';
import { persistentWorld } from './persistent-client.js';
import { expectAllAcknowledged, expectRebuildsToChangeNothing, untilQuiet } from './verify.js';
import { Victim } from './victim.js';
import { Workload } from './workload.js';

const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
// With fewer kills, possibly none hits a request that waits for its answer.
const FEWEST_KILLS = 3;
const TIMEOUT_MS = 600_000;

/** Kills a process under load so many times, mostly on PostgreSQL. CHAOS_KILLS sets another number. */
export function describeKills(fullSize: number): void {
  const most = Number(process.env['CHAOS_KILLS'] ?? fullSize);
  const settings = [
    { name: 'PostgreSQL', kills: most, start: () => startStores('postgresql') },
    {
      name: 'EventStoreDB',
      kills: Math.max(FEWEST_KILLS, Math.ceil(most / 4)),
      start: () => startStores('eventstoredb'),
    },
    { name: 'the PostgreSQL of its own', kills: Math.max(FEWEST_KILLS, Math.ceil(most / 5)), start: startDataFolder },
  ];

  describe.each(settings)('standalone on $name, killed at $kills random moments', ({ kills, start }) => {
    let stores: Pick<TestStores, 'environment' | 'stop'>;
    let victim: Victim;

    beforeAll(async () => {
      stores = await start();
      victim = new Victim(stores.environment);
    });

    afterAll(async () => {
      await victim.stop();
      await stores.stop();
    });

    it(
      'keeps what it acknowledged, counts it once, and acts once on each breach',
      async () => {
        process.stdout.write(`CHAOS_SEED=${SEED} CHAOS_KILLS=${most}\n`);
        const random = new Random(SEED);
        await victim.killWhileStarting(random);
        const world = await persistentWorld(victim, ADMIN_KEY);
        const workload = new Workload(world, random);
        const working = workload.run();
        const killing = async (): Promise<void> => {
          while (victim.kills < kills) await victim.killAtRandom(random);
          workload.stop();
        };
        try {
          await Promise.all([killing(), working]);
        } finally {
          workload.stop();
        }

        expect(victim.unanswered).toBeGreaterThan(0);
        await untilQuiet(world, workload);
        await expectAllAcknowledged(world, workload);
        await expectRebuildsToChangeNothing(world, workload);
      },
      TIMEOUT_MS,
    );
  });
}
