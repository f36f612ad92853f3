import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../event-store/index.js';
import { batchEvent } from './batch-event.js';
import { receptionOf, telemetryBatchOf, type Source, type TelemetryItem } from './telemetry.js';

const RECEIVED_AT = 1_800_000_000_000;
const by = { kind: 'system', id: 'system', name: 'test' } as const;

const itemOf = (subject: string, dimensionValues: readonly number[], variant = 'control'): TelemetryItem => ({
  id: `of ${subject}`,
  type: { key: 'seen', exposure: true, requiresExposure: false },
  at: RECEIVED_AT - 5,
  subject,
  attribution: { experiment: 'e', phase: 2, variant, subject, unit: subject, counted: true, dimensionValues },
  hash: 'h',
  properties: { page: 'x' },
});

const stored = (items: readonly TelemetryItem[], source: Source = 'server'): StoredEvent => ({
  ...batchEvent(items, by, { environment: 'production', receivedAt: RECEIVED_AT, corrected: 0, source }),
  stream: 'telemetry-production:w',
  revision: 0,
  position: '1' as StoredEvent['position'],
  recordedAt: '',
});

describe('a stored batch', () => {
  const items = [itemOf('a', [1, 0]), itemOf('b', [1, 0]), itemOf('c', [0, 1]), itemOf('d', [1, 0], 'treatment')];

  it('has its items as they were, with the values of their dimensions', () => {
    const event = stored(JSON.parse(JSON.stringify(items)) as TelemetryItem[]);
    expect(telemetryBatchOf(event).items).toEqual(items);
    expect(receptionOf(event)).toEqual({ environment: 'production', receivedAt: RECEIVED_AT });
    // One arm for each combination of claims.
    expect(event.data['arms']).toHaveLength(3);
  });

  it.each([
    ['with dimensions', items, 2],
    ['of which one item has dimensions', [itemOf('a', []), itemOf('b', [0])], 2],
    ['without dimensions, as readers of the version before know it', [itemOf('a', [])], 1],
    ['without decision ids', [{ ...itemOf('a', []), attribution: null }], 1],
  ])('%s has its version', (_, sent, version) => expect(stored(sent).metadata['v']).toBe(version));

  it('of a client key says so, and needs readers of version 3', () => {
    const event = stored([itemOf('a', [])], 'client');
    expect([event.metadata['v'], telemetryBatchOf(event).source]).toEqual([3, 'client']);
    for (const v of [1, 2]) {
      const { client: _, ...data } = event.data;
      expect(telemetryBatchOf({ ...event, data, metadata: { v } }).source).toBe('server');
    }
  });

  it('of version 1 has no dimensions', () => {
    const { metadata: _, ...event } = stored([itemOf('a', [])]);
    expect(telemetryBatchOf({ ...event, metadata: {} }).items).toEqual([itemOf('a', [])]);
  });
});
