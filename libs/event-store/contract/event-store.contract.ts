import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeAppending } from './appending.js';
import type { ContractHarness, ContractSubject } from './harness.js';
import { describeReading } from './reading.js';
import { describeSubscribing } from './subscribing.js';
import { describeSurviving } from './surviving.js';
import { describeVolume } from './volume.js';

/** Every adapter of the event store must pass this suite. */
export function describeEventStoreContract(name: string, subject: ContractSubject): void {
  describe(`event store contract: ${name}`, () => {
    let running: ContractHarness | undefined;
    const harness = (): ContractHarness => {
      if (!running) throw new Error('the harness is not running');
      return running;
    };
    beforeAll(async () => {
      running = await subject.start();
    });
    afterAll(async () => {
      await running?.stop();
    });

    describeAppending(harness, subject);
    describeReading(harness);
    describeSubscribing(harness);
    describeSurviving(harness, subject);
    describeVolume(harness);
  });
}
