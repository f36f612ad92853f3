import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import { createLogger } from '../../platform/logging/logger.js';
import type { RefusedSignIns, SignInEvent } from '../sign-in-record.js';
import { SignInRefusals } from './refusals.js';

const MINUTE_MS = 60_000;
const OLGA = { account: 'olga', address: '192.0.2.1', reason: 'wrong_credentials' } as const;

describe('refused sign-ins', () => {
  let told: RefusedSignIns[];
  let refusals: SignInRefusals;

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    const run = (_: unknown, __: unknown, ___: unknown, decide: () => SignInEvent[]): Promise<unknown> => {
      for (const event of decide()) if (event.type === 'sign_ins_refused') told.push(event.data);
      return Promise.resolve();
    };
    // The one method of the runner that is called.
    const runner = { run } as unknown as CommandRunner;
    refusals = new SignInRefusals(runner, { now: () => new Date(0) }, createLogger('test', 'silent'));
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const counts = (): number[] => told.map(({ count }) => count);

  it('are told at once, and more of them together after a minute', async () => {
    for (let tries = 0; tries < 100; tries += 1) refusals.refused(OLGA);
    await jest.advanceTimersByTimeAsync(0);
    expect(counts()).toEqual([1]);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(counts()).toEqual([1, 99]);
    refusals.refused(OLGA);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    expect(counts()).toEqual([1, 99, 1]);
  });

  it('are told apart by account, address and reason', async () => {
    refusals.refused(OLGA);
    refusals.refused({ ...OLGA, account: 'anna' });
    refusals.refused({ ...OLGA, address: '192.0.2.2' });
    refusals.refused({ ...OLGA, reason: 'too_many_attempts' });
    await refusals.close();
    expect(counts()).toEqual([1, 1, 1, 1]);
  });

  it('of very many accounts become one, so that nobody floods the log', async () => {
    for (let account = 0; account < 5_000; account += 1) refusals.refused({ ...OLGA, account: `a${account}` });
    await refusals.close();
    expect(told).toHaveLength(1_002);
    expect(told.at(-1)).toMatchObject({ account: 'many', count: 3_999 });
  });

  it('are told when the process ends', async () => {
    for (let tries = 0; tries < 3; tries += 1) refusals.refused(OLGA);
    await refusals.close();
    expect(counts()).toEqual([1, 2]);
  });
});
