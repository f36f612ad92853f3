import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { at, flag as anyFlag, owner } from '../../test/support/experiments.js';
import { approveOn, contextOf, createOn, runnerOn } from '../../test/support/races.js';
import { startTestStore, type TestStore } from '../../test/support/test-store.js';
import { systemContext } from '../event-sourcing/command-context.js';
import type { CommandRunner } from '../event-sourcing/command-runner.js';
import { conflictDomainAggregate, conflictDomainStream, createConflictDomain } from '../subjects/index.js';
import { StartExperiment, StartExperimentHandler } from './commands/start-experiment.js';

const PRODUCTION = 'production';
const DUE = at(0);

let running: TestStore;
let runner: CommandRunner;

beforeAll(async () => {
  running = await startTestStore();
  runner = runnerOn(running.store);
});

afterAll(() => running.stop());

async function newFlag(key: string): Promise<typeof anyFlag> {
  const flag = { ...anyFlag, key };
  await createOn(runner, flag);
  return flag;
}

/** An approved experiment that waits for its time. */
async function waiting(id: string, flag: typeof anyFlag, content: object = {}): Promise<void> {
  await approveOn(runner, flag, id, PRODUCTION, { schedule: { startAt: DUE }, ...content });
}

const startOf = (id: string, ahead: readonly string[] = []) =>
  new StartExperimentHandler(runner).execute(
    new StartExperiment(systemContext('schedule', new Date(at(1))), {
      id,
      comment: null,
      scheduled: { for: DUE, ahead },
    }),
  );

const OUTRANKED = { code: 'outranked' };

describe('a scheduled start behind one of higher priority that was just refused', () => {
  it('gives way on the same flag once that could start, and not while it could not', async () => {
    const flag = await newFlag('shared');
    for (const id of ['first', 'high', 'low']) await waiting(id, flag);
    await expect(startOf('low', ['high'])).rejects.toMatchObject(OUTRANKED);
    await startOf('first');
    await expect(startOf('low', ['high'])).rejects.toMatchObject({ code: 'flag_in_use' });
  });

  it('gives way in the same conflict domain where there is room for either, and takes what the other has no use for', async () => {
    await runner.run(conflictDomainAggregate, conflictDomainStream(PRODUCTION, 'shop'), contextOf(owner), (state) =>
      createConflictDomain(state, 'shop', PRODUCTION),
    );
    const shares = { large: '70', small: '30', holder: '60' };
    for (const [id, traffic] of Object.entries(shares)) {
      await waiting(id, await newFlag(`flag_${id}`), { traffic, conflictDomain: 'shop' });
    }
    await expect(startOf('small', ['large'])).rejects.toMatchObject(OUTRANKED);
    await startOf('holder');
    await startOf('small', ['large']);
  });

  it('starts where the other does not wait any more', async () => {
    const flag = await newFlag('left');
    await waiting('alone', flag);
    await startOf('alone', ['never_drafted']);
  });
});
