import { realpathSync } from 'node:fs';

// Patterns are matched against whole paths, and the project may itself lie in a folder called dist.
const here = realpathSync(import.meta.dirname).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const common = {
  rootDir: '.',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx?$': ['@swc/jest', { swcrc: false, ...swc() }] },
  roots: [
    '<rootDir>/apps',
    '<rootDir>/bench',
    '<rootDir>/demo',
    '<rootDir>/libs',
    '<rootDir>/packages',
    '<rootDir>/test',
  ],
  testPathIgnorePatterns: [`^${here}/(.*/)?(node_modules|dist)/`],
  transformIgnorePatterns: [`^${here}/(.*/)?node_modules/`],
};

function swc() {
  return {
    module: { type: 'es6' },
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', tsx: true, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
  };
}

// One project per cost: unit does no I/O, int talks to PostgreSQL or gRPC on loopback, e2e runs built apps, long takes minutes.
export default {
  // More than the two cores of CI, because most suites wait a lot.
  maxWorkers: 4,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['**/*.unit.spec.ts'] },
    {
      ...common,
      displayName: 'int',
      testMatch: ['**/*.int.spec.ts'],
      globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
    },
    {
      ...common,
      displayName: 'e2e',
      testEnvironment: '<rootDir>/test/support/sharing-environment.mjs',
      testMatch: ['**/*.e2e.spec.ts'],
      globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
    },
    {
      ...common,
      displayName: 'long',
      testEnvironment: '<rootDir>/test/support/sharing-environment.mjs',
      testMatch: ['**/*.long.spec.ts'],
      globalSetup: '<rootDir>/test/support/postgres-setup.mjs',
      globalTeardown: '<rootDir>/test/support/postgres-teardown.mjs',
    },
  ],
  testTimeout: 60_000,
};
