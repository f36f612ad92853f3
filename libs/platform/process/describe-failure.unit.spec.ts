import { readFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { EventStoreUnavailableError } from '../../event-store/index.js';
import { InvalidConfig } from '../config.js';
import { describeFailure } from './describe-failure.js';
import { StartFailure } from '../start-failure.js';

const sqlError = Object.assign(new Error('password authentication failed for user "x"'), {
  severity: 'FATAL',
  code: '28P01',
});
const refused = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:1')], '');

describe('why a start failed', () => {
  it.each<[string, unknown, string]>([
    ['a known reason', new StartFailure('port 1 is in use'), 'port 1 is in use'],
    [
      'a wrong configuration',
      new InvalidConfig(['PORT must be x']),
      'the configuration is not valid:\n  PORT must be x',
    ],
    ['PostgreSQL that refuses', sqlError, 'password authentication failed for user "x"'],
    [
      'a store that is away',
      new EventStoreUnavailableError('PostgreSQL cannot be reached', sqlError),
      'PostgreSQL cannot be reached: password authentication failed for user "x"',
    ],
    [
      'a store with several addresses',
      new EventStoreUnavailableError('PostgreSQL cannot be reached', refused),
      'PostgreSQL cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    ],
    [
      'a message of several lines',
      new EventStoreUnavailableError('away', new Error('first\n  second')),
      'away: first second',
    ],
  ])('%s is said without a stack trace', (_, error, line) => expect(describeFailure(error)).toBe(line));

  it('errors of the system are known', async () => {
    const missing = await readFile('/no/such/file').catch((error: unknown) => error);
    expect(describeFailure(missing)).toBe("ENOENT: no such file or directory, open '/no/such/file'");
    const socket = createConnection(1, '127.0.0.1');
    const closed = await new Promise((resolve) => socket.once('error', resolve));
    expect(describeFailure(closed)).toBe('connect ECONNREFUSED 127.0.0.1:1');
  });

  it('a defect of ours shows where it is, and no secret', () => {
    const text = describeFailure(new TypeError('oops at postgres://u:hunter2@h/x'));
    expect(text).toContain('describe-failure.unit.spec');
    expect(text).not.toContain('hunter2');
  });
});
