import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { COMMAND_STREAMS } from './command-streams.js';

const LIBS = fileURLToPath(new URL('../', import.meta.url));
// The saga's streams are written by the saga alone: no caller waits to read them.
const OF_NO_COMMAND = ['saga-'];

it('every category that an aggregate names is followed, so that readers come to the position of every command', () => {
  const sources = readdirSync(LIBS, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.spec)\.ts$/.test(name),
  );
  const named = sources.flatMap((name) =>
    [...readFileSync(`${LIBS}${name}`, 'utf8').matchAll(/_CATEGORY = '(\w+)'/g)].map(([, category]) => `${category}-`),
  );
  expect(named.filter((prefix) => !OF_NO_COMMAND.includes(prefix)).sort()).toEqual([...COMMAND_STREAMS].sort());
});
