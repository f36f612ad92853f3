import { register } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

// Jest gives each test file a world of its own; what is made here belongs to the worker.
register('./typescript-hooks.mjs', import.meta.url);
const { Contracts } = await import('./contracts.js');
// Jest empties the objects that it finds in a world which ends, but not what is frozen.
const assayContracts = Object.freeze(new Contracts());

/** Node's environment, with the contracts that test files of a worker share. */
export default class SharingEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.assayContracts = assayContracts;
  }
}
