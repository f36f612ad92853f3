import { describe, expect, it } from '@jest/globals';
import { at, draftedContent } from '../../test/support/experiments.js';
import { underpowered } from './underpowered.js';
import { warningsOf } from './warnings.js';
import type { AttachedMetric, Content } from './experiment.events.js';

const aim = { mde: '0.05', power: '0.8', alpha: '0.05' };
const recent = { perDay: 100, needed: 1_000, now: at(0) };
const inDays = (days: number): string => new Date(Date.parse(at(0)) + days * 86_400_000).toISOString();
const of = (changes: Partial<Content>): Content => ({ ...draftedContent, trafficMax: '100', ...changes });

describe('a plan whose subjects cannot be had', () => {
  it('is one of days in which too few come at the recent rate', () => {
    expect(underpowered(of({ planned: { ...aim, days: 9 } }), recent)).toBe(
      'about 900 subjects come in 9 days at the recent rate, and the plan needs 1000',
    );
    expect(underpowered(of({ planned: { ...aim, days: 10 } }), recent)).toBeNull();
  });

  it('takes at most the reviewed traffic', () => {
    const half = of({ trafficMax: '50', planned: { ...aim, days: 19 } });
    expect(underpowered(half, recent)).toContain('about 950 subjects');
    expect(underpowered({ ...half, trafficMax: '60' }, recent)).toBeNull();
  });

  it('has the days until its scheduled stop if it is one of subjects', () => {
    const until = (startAt: string | null, stopAt: string | null): Content =>
      of({ planned: { ...aim, subjects: 500 }, schedule: { startAt, stopAt } });
    expect(underpowered(until(null, inDays(4.5)), recent)).toContain('about 450 subjects come in 4.5 days');
    expect(underpowered(until(null, inDays(5)), recent)).toBeNull();
    expect(underpowered(until(inDays(2), inDays(6)), recent)).toContain('in 4 days');
    expect(underpowered(until(null, null), recent)).toBeNull();
    expect(underpowered(of({ planned: { ...aim, subjects: 500 } }), { ...recent, perDay: 0 })).toBeNull();
  });

  it('is unknown without a plan, a rate, or the need of a plan of days', () => {
    const planned = { ...aim, days: 1 };
    expect(underpowered(of({}), recent)).toBeNull();
    expect(underpowered(of({ planned }), { ...recent, perDay: null })).toBeNull();
    expect(underpowered(of({ planned }), { ...recent, needed: null })).toBeNull();
  });

  it('is warned of, as a guard metric without margin is', () => {
    const codes = (content: Content): string[] =>
      warningsOf(content, { served: 'old', metrics: new Map(), exposures: new Set(), recruitment: recent }).map(
        ({ code, metric }) => `${code} ${metric ?? ''}`,
      );
    const guard: AttachedMetric = { metric: 'sales', role: 'guard', margin: null };
    expect(codes(of({ planned: { ...aim, days: 1 }, attachments: [guard] }))).toEqual([
      'no_margin sales',
      'underpowered ',
    ]);
    expect(codes(of({ planned: { ...aim, days: 10 }, attachments: [{ ...guard, margin: '0.02' }] }))).toEqual([]);
    expect(codes(of({ attachments: [{ ...guard, role: 'secondary' }] }))).toEqual([]);
  });
});
