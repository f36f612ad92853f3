import { createRequire } from 'node:module';

// Jest's package is CommonJS, whose default export Node does not unwrap.
const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

/** Suites that take longest, the longest first. One that starts last would keep a run waiting. */
const LONGEST = [
  'stores-away',
  'same-everywhere',
  'accessibility',
  'kill',
  'schedules',
  'standalone',
  'route-access',
  'telemetry',
  'not-durable',
  'guardrails',
  'provider',
];
const KINDS = ['long', 'e2e', 'int', 'unit'];

/** Starts the longest suites first: those named here, then by kind, then as Jest does. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ path }) {
  const [, name = '', kind = ''] = /([^/\\]+)\.(\w+)\.spec\.tsx?$/.exec(path) ?? [];
  const place = kind === 'e2e' ? LONGEST.indexOf(name) : -1;
  return place === -1 ? LONGEST.length + KINDS.indexOf(kind) : place;
}
