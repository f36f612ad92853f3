import { describe, expect, it } from '@jest/globals';
import type { LogFormat } from '../config.js';
import { loggerTo, type Logger } from './logger.js';

/** What a logger writes, as text. */
function written(format: LogFormat, log: (logger: Logger) => void): string {
  let text = '';
  log(loggerTo({ write: (line) => (text += line) }, 'test', 'info', format));
  return text;
}

/** What a logger writes, as the object of its line. */
const line = (log: (logger: Logger) => void): object => JSON.parse(written('json', log)) as object;

const KEY = 'assay_0123456789abcdef0123456789abcdef_abcDEF-123_456';

describe('the log', () => {
  it('names a cause, wherever an error stands', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = new Error('away', { cause });
    const described = {
      type: 'Error',
      message: 'away',
      cause: { type: 'Error', message: 'refused', code: 'ECONNREFUSED' },
    };
    expect(line((logger) => logger.warn({ err: error }, 'x'))).toMatchObject({ err: described });
    expect(line((logger) => logger.warn({ cause: error }, 'x'))).toMatchObject({ cause: described });
    expect(line((logger) => logger.warn(error))).toMatchObject({ err: described, msg: 'away' });
    const both = new AggregateError([cause, new Error('late')], 'no address answers');
    expect(line((logger) => logger.warn({ err: both }))).toMatchObject({
      err: { errors: [{ message: 'refused' }, { message: 'late' }] },
    });
  });

  it('says what an error says, not what a library hung on it', () => {
    const error = Object.assign(new Error('duplicate key'), { parameters: ['hidden'], config: { password: 'hidden' } });
    expect(written('json', (logger) => logger.error({ err: error }, 'x'))).not.toContain('hidden');
  });

  it('ends with errors that are causes of each other', () => {
    const first = new Error('first');
    first.cause = new Error('second', { cause: first });
    expect(line((logger) => logger.error({ err: first }))).toMatchObject({ err: { cause: { message: 'second' } } });
  });

  it.each([
    ['the password of a URL', 'postgres://assay:hunter2@db:5432/x'],
    ['a password with signs that ought to be encoded', 'esdb://admin:hunter2@/:x@node1,node2?tls=true'],
    ['a password as a parameter', 'postgres://db/x?password=hunter2&a=b'],
    ['an API key', `the key ${KEY} is not valid`.replace('abcDEF-123_456', 'hunter2')],
  ])('shows no secret: %s', (_, text) => {
    for (const format of ['json', 'pretty'] as const) {
      expect(written(format, (logger) => logger.warn({ err: new Error(text) }, text))).not.toContain('hunter2');
      expect(written(format, (logger) => logger.warn({ url: text }, 'x'))).not.toContain('hunter2');
    }
    expect(written('json', (logger) => logger.warn(text))).toContain('[secret]');
  });

  it.each(['authorization', 'cookie', 'secret', 'password'])('shows no field called %s', (name) => {
    const fields = { [name]: 'hunter2', request: { [name]: 'hunter2', headers: { [name]: 'hunter2' } } };
    expect(written('json', (logger) => logger.warn(fields, 'x'))).not.toContain('hunter2');
  });

  it('is readable on a terminal: time, level, app, message, fields, then the trace', () => {
    const text = written('pretty', (logger) => {
      logger.info({ port: 3000, reason: 'two words' }, 'ready');
      logger.error({ err: new Error('away', { cause: new Error('refused') }) }, 'stopping failed');
    });
    const lines = text.split('\n');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}test: ready port=3000 reason="two words"$/);
    expect(lines[1]).toMatch(/ ERROR test: stopping failed$/);
    expect(lines[2]).toBe('    Error: away');
    expect(text).toContain('    caused by Error: refused\n');
  });
});
