import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { draftedContent } from '../../../test/support/experiments.js';
import { contentHash } from './content-hash.js';
import type { Content } from './content.events.js';

const content: Content = {
  semantics: 2,
  flag: 'checkout',
  targeting: { country: { $in: ['NL', 'BE'] } },
  bucketBy: 'company.id',
  exposure: 'on_decide',
  variants: [
    { key: 'control', value: 'classic', weight: '50', control: true },
    { key: 'treatment', value: { pages: 1 }, weight: '50', control: false },
  ],
  trafficMax: '100',
  traffic: '20',
  hypothesis: 'Fewer steps lead to more orders',
  primaryMetric: 'orders',
  metrics: ['orders', 'revenue'],
  attachments: [],
  metricVersions: { crashes: 1, orders: 3, revenue: 2 },
  guardrails: [
    {
      kind: 'threshold',
      sources: 'server',
      key: 'crashes',
      metric: 'crashes',
      threshold: '0.05',
      windowMinutes: 60,
      action: 'rollback',
      per: 'event',
      minSample: 100,
      scope: 'any_variant',
    },
    {
      kind: 'threshold',
      sources: 'server',
      key: 'crashes-2',
      metric: 'crashes',
      threshold: '0.02',
      windowMinutes: null,
      action: 'notify',
      per: 'subject',
      minSample: 0,
      scope: 'treatments',
    },
  ],
  planned: null,
  dimensions: [],
  schedule: { startAt: null, stopAt: '2026-03-01T00:00:00.000Z' },
  conflictDomain: 'pages',
  priority: 7,
};

describe('the hash of content', () => {
  const { semantics: _, ...first } = content;
  // Written down from what commit a7c84d4 hashed, before there were kinds of guardrails.
  it.each<[string, Content & { readonly addedMetrics?: readonly string[] }, string]>([
    ['with all fields', content, '52cade1ffd43eb43ccad5e61489998e3bbaca9f7a6173afa221384de9266430e'],
    ['of the first semantics', first, '52bb02dfaaea03603ffa3c79c961e13ed62df323d0fa029f2c4307d33e139f93'],
    [
      'with an added metric',
      { ...content, addedMetrics: ['revenue'] },
      'c55748adf12182ed4c45509de8ba5e8e11134ba7864f6e6c5c45bd00c8c487bf',
    ],
    [
      'without guardrails',
      { ...content, guardrails: [] },
      '53888a03bc3df186ec87fdad73ef1688216c688d59041ebb83bd64434d68c4cb',
    ],
    ['of the tests', draftedContent, '80c67317beb92711cd00f12364dcb578f9aa087e66fb75ff83de4ad61e351f97'],
  ])('that uses nothing newer is what it was before shape 2: %s', (_name, of, hash) => {
    expect(contentHash(of)).toBe(hash);
  });

  const margin = fc.integer({ min: 1, max: 99 }).map((percent) => `0.${String(percent).padStart(2, '0')}`);
  const newer = fc.record({
    attachments: fc.option(
      fc.record({ metric: fc.constant('orders'), role: fc.constant('primary' as const), margin }).map((one) => [one]),
      { nil: [] },
    ),
    planned: fc.option(
      fc.record({
        mde: margin,
        power: fc.constant('0.8'),
        alpha: fc.constant('0.05'),
        days: fc.integer({ min: 1, max: 9 }),
      }),
    ),
    dimensions: fc.array(
      fc.record({ key: fc.constant('c'), attribute: fc.constant('country'), values: fc.array(margin) }),
      { maxLength: 1 },
    ),
    guardrails: fc.option(
      margin.map((limit) => [
        {
          kind: 'comparison' as const,
          key: 'g',
          metric: 'm',
          action: 'pause' as const,
          sources: 'server' as const,
          scope: 'treatment_vs_control' as const,
          margin: limit,
        },
      ]),
      { nil: content.guardrails },
    ),
  });

  it('tells apart whatever the newer fields say', () => {
    fc.assert(
      fc.property(newer, newer, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(contentHash({ ...content, ...one }) === contentHash({ ...content, ...other })).toBe(same);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each<Partial<Content>>([
    { attachments: [{ metric: 'revenue', role: 'guard', margin: null }] },
    { planned: { mde: '0.05', power: '0.8', alpha: '0.05', days: 14 } },
    { planned: { mde: '0.05', power: '0.8', alpha: '0.05', subjects: 14 } },
    { dimensions: [{ key: 'country', attribute: 'country', values: ['NL'] }] },
  ])('is another with %j alone', (change) => {
    expect(contentHash({ ...content, ...change })).not.toBe(contentHash(content));
  });

  it('leaves out the margin of a metric that was attached past the draft', () => {
    const attachments = [{ metric: 'revenue', role: 'guard', margin: '0.02' }] as const;
    const added = { ...content, addedMetrics: ['revenue'] };
    expect(contentHash({ ...added, attachments })).toBe(contentHash(added));
  });
});
