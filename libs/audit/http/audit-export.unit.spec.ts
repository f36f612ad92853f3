import { describe, expect, it } from '@jest/globals';
import { keepText } from '../../primitives/written-json.js';
import type { AuditRow } from '../read-model/index.js';
import { exported } from './audit-export.js';

const row = (position: string, data: AuditRow['data'] = {}): AuditRow => ({
  ...{ position, revision: '0', at: '2026-01-01T00:00:00.000Z', type: 'flag_created', by_kind: 'user', by_id: 'u' },
  ...{ by_name: '=1+1', environment: null, entity_kind: 'flag', entity_id: 'f', summary: '@f', data, changes: [] },
  ...{ correlation_id: 'c', causation_id: 'c' },
});

describe('an export of the audit', () => {
  it('reads a page only once its reader takes it, and no more after it has left', async () => {
    let [read, ended] = [0, false];
    async function* pages(): AsyncGenerator<readonly AuditRow[]> {
      try {
        for (; ; read += 1) yield await Promise.resolve([row(String(read))]);
      } finally {
        ended = true;
      }
    }
    const stream = exported(pages(), 'ndjson');
    const texts = stream[Symbol.asyncIterator]() as AsyncIterator<string>;
    for (let taken = 0; taken < 5; taken += 1) await texts.next();
    // Node reads ahead by its buffer of one piece and the one that waits for room.
    expect(read).toBeLessThanOrEqual(8);
    await texts.return?.();
    expect(ended).toBe(true);
  });

  it('has one line per entry, also of a value that was written in several', async () => {
    const value = { on: 1 };
    keepText(value, '{\n  "on": 1.0\n}');
    async function* pages(): AsyncGenerator<readonly AuditRow[]> {
      yield await Promise.resolve([row('2', { value }), row('1')]);
    }
    const lines = (await exported(pages(), 'ndjson').toArray()).join('').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { position: string }).position)).toEqual(['2', '1']);
    expect(lines[0]).toContain('{   "on": 1.0 }');
  });

  it('disarms formulas in its table', async () => {
    async function* pages(): AsyncGenerator<readonly AuditRow[]> {
      yield await Promise.resolve([row('1')]);
    }
    const text = (await exported(pages(), 'csv').toArray()).join('');
    expect(text.split('\r\n')[1]).toContain(`,"'=1+1",,flag,f,"'@f",`);
  });
});
