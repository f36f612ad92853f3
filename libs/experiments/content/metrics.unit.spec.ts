import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attachedOf, metricsAfter, NO_METRICS, type MetricChanges, type MetricDraft } from './metrics.js';

const guard = { metric: 'crashes', role: 'guard', margin: '0.02' } as const;
const before = metricsAfter({ primaryMetric: 'orders', metrics: ['revenue', guard] }, NO_METRICS);

describe('the metrics of a request', () => {
  it('are keys, and objects with a role and a margin', () => {
    expect(before).toEqual({
      primaryMetric: 'orders',
      metrics: ['orders', 'revenue', 'crashes'],
      attachments: [guard],
    });
    expect(attachedOf(before)).toEqual([
      { metric: 'orders', role: 'primary', margin: null },
      { metric: 'revenue', role: 'secondary', margin: null },
      guard,
    ]);
  });

  it('may name the primary one by its role', () => {
    const metrics = [{ metric: 'orders', role: 'primary', margin: '0.01' }, 'revenue', guard] as const;
    const after = metricsAfter({ metrics }, NO_METRICS);
    expect(after).toMatchObject({ primaryMetric: 'orders', attachments: [metrics[0], guard] });
    expect(metricsAfter({ metrics, primaryMetric: 'orders' }, NO_METRICS)).toEqual(after);
    const moved = metricsAfter({ metrics: [{ metric: 'revenue', role: 'primary' }, 'orders'] }, before);
    expect(moved).toEqual({ primaryMetric: 'revenue', metrics: ['revenue', 'orders'], attachments: [] });
  });

  it('keep their role and margin where only their key is given, and lose them with an object or the metric', () => {
    expect(metricsAfter({ metrics: ['crashes'] }, before).attachments).toEqual([guard]);
    expect(metricsAfter({ primaryMetric: null }, before).attachments).toEqual([guard]);
    expect(metricsAfter({ metrics: [{ metric: 'crashes', margin: null }] }, before).attachments).toEqual([
      { ...guard, margin: null },
    ]);
    expect(metricsAfter({ metrics: [{ metric: 'crashes', role: 'secondary' }] }, before).attachments).toEqual([]);
    expect(metricsAfter({ metrics: ['revenue'] }, before).attachments).toEqual([]);
    // A guard that becomes the primary metric keeps its margin.
    expect(attachedOf(metricsAfter({ primaryMetric: 'crashes' }, before))[0]).toEqual({ ...guard, role: 'primary' });
  });

  it.each<[string, MetricChanges, string, string]>([
    [
      'two primary ones',
      {
        metrics: [
          { metric: 'a', role: 'primary' },
          { metric: 'b', role: 'primary' },
        ],
      },
      'primary_conflict',
      '/metrics/1/role',
    ],
    [
      'another primary one by name',
      { primaryMetric: 'b', metrics: ['b', { metric: 'a', role: 'primary' }] },
      'primary_conflict',
      '/metrics/1/role',
    ],
    [
      'none by name',
      { primaryMetric: null, metrics: [{ metric: 'a', role: 'primary' }] },
      'primary_conflict',
      '/metrics/0/role',
    ],
    [
      'the primary one as a guard',
      { primaryMetric: 'crashes', metrics: [guard] },
      'primary_conflict',
      '/metrics/0/role',
    ],
    ['one twice', { metrics: ['crashes', guard] }, 'duplicate_key', '/metrics/1'],
    ['a margin of nothing', { metrics: [{ metric: 'a', margin: '0' }] }, 'out_of_range', '/metrics/0/margin'],
    ['a margin of all', { metrics: [{ metric: 'a', margin: '1' }] }, 'out_of_range', '/metrics/0/margin'],
  ])('are refused: %s', (_, changes, code, pointer) => {
    expect(() => metricsAfter(changes, NO_METRICS)).toThrow(expect.objectContaining({ code, pointer }));
  });

  it('are the same when what was answered is sent back', () => {
    const draft: fc.Arbitrary<MetricDraft> = fc.record({
      metric: fc.constantFrom('a', 'b', 'c', 'd'),
      role: fc.constantFrom(undefined, 'secondary', 'guard'),
      margin: fc.constantFrom(undefined, null, '0.02', '0.5'),
    });
    const drafts = fc.uniqueArray(draft, { selector: ({ metric }) => metric, maxLength: 4 });
    fc.assert(
      fc.property(drafts, fc.constantFrom(null, 'e'), (metrics, primaryMetric) => {
        const first = metricsAfter({ metrics, primaryMetric }, NO_METRICS);
        expect(metricsAfter({ metrics: attachedOf(first) }, NO_METRICS)).toEqual(first);
        expect(metricsAfter({ metrics: first.metrics, primaryMetric }, first)).toEqual(first);
      }),
      { seed: 11 },
    );
  });
});
