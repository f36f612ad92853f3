import { describe, expect, it } from '@jest/globals';
import { compiled, flag, NOW, running } from '../../../test/support/decisions.js';
import type { Admission } from '../../access/http.js';
import type { FastAnswer } from '../../platform/fast-http/fast-route.js';
import type { ServiceMetrics } from '../../platform/monitoring/service-metrics.js';
import type { DecisionService } from '../decision-service.js';
import type { EnvironmentVersions } from '../environment-versions.js';
import { evaluate, type FlagSnapshot } from '../../evaluation/index.js';
import { ExposureSink } from '../../telemetry/index.js';
import { OfrepBulk } from './endpoints.js';
import { StreamTokens } from './stream-token.js';

const CALLER = { environment: 'production', client: null, credential: { id: 'key' } };

/** What is answered of these flags, and how often each reason was counted. */
function answered(flags: readonly Partial<FlagSnapshot>[], targetingKey?: string) {
  const all = flags.map((changes, n) => compiled({ ...flag, key: `flag_${n}`, ...changes }));
  const reasons: Record<string, number> = {};
  const decider: Partial<DecisionService> = {
    flags: () => all,
    evaluate,
    idOf: ({ identified }) => (identified ? 'signed' : null),
    whenCurrent: (_, decide) => decide(),
  };
  const versions: Partial<EnvironmentVersions> = { of: () => '1' };
  const metrics: Partial<ServiceMetrics> = {
    decided: (reason, count = 1) => void (reasons[reason] = (reasons[reason] ?? 0) + count),
  };
  const bulk = new OfrepBulk({
    decider: decider as DecisionService,
    versions: versions as EnvironmentVersions,
    metrics: metrics as ServiceMetrics,
    admission: {} as Admission,
    limits: { takeSubject: () => undefined },
    clock: { now: () => new Date(NOW) },
    tokens: new StreamTokens('a subject key'),
    exposures: new ExposureSink(),
  });
  const body = { context: { targetingKey, plan: 'paid' } };
  const answer = bulk.evaluate(CALLER, { headers: {}, socket: {}, body, param: '' }) as FastAnswer;
  return {
    answer: JSON.parse(answer.text) as { flags: Record<string, unknown>[] },
    reasons,
  };
}

const ruled = { rules: [{ name: null, when: { plan: 'paid' }, serve: { kind: 'variant', variant: 'loud' } as const }] };
const tested = { experiment: running({ traffic: '100' }) };

describe('an evaluation of all flags', () => {
  it.each<[string, readonly Partial<FlagSnapshot>[]]>([
    ['none', []],
    ['one for everybody', [{}]],
    ['one that asks who asks', [ruled]],
    ['one that asks, among others', [{}, ruled, { enabled: false }]],
    ['several that ask', [ruled, tested, ruled]],
  ])('has each: %s', (_, flags) => {
    const { answer, reasons } = answered(flags, 'sue');
    expect(answer.flags.map(({ key }) => key).sort()).toEqual(flags.map((_, n) => `flag_${n}`));
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(flags.length);
  });

  it('signs what an experiment assigned, and says of each flag apart that it lacks its subject', () => {
    expect(answered([tested, {}], 'sue').answer.flags).toMatchObject([
      { reason: 'SPLIT', metadata: { decisionId: 'signed', assayReason: 'experiment_assigned' } },
      { reason: 'STATIC' },
    ]);
    expect(answered([tested, {}]).answer.flags).toMatchObject([
      { key: 'flag_0', errorCode: 'TARGETING_KEY_MISSING' },
      { key: 'flag_1', value: 'grey' },
    ]);
  });
});
