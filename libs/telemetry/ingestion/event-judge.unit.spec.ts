import { describe, expect, it } from '@jest/globals';
import { createDecisionSigner, createSubjectDigest, type DecisionClaims } from '../../decision-ids/index.js';
import { canonicalJson } from '../../primitives/canonical-json.js';
import { compileSchema } from '../schema/property-schema.js';
import type { Reception } from '../batch-event.js';
import { EventJudge, RETENTION_MS, type Judged } from './event-judge.js';
import type { CatalogueEntry } from './event-type-catalogue.js';
import { Rejected, type SentEvent } from './parse-event.js';

const NOW = Date.UTC(2026, 0, 31, 12);
const MINUTE = 60_000;
const digest = createSubjectDigest('a subject key of the test');
const signer = createDecisionSigner([{ id: 'k1', secret: 'a secret of the decision key' }]);
const claims: DecisionClaims = {
  environment: 'production',
  experimentId: '0192f3a4-6b1c-7d2e-8f90-a1b2c3d4e5f6',
  phase: 2,
  variant: 'treatment',
  subject: digest('olga'),
  unit: digest('olga'),
  issuedAt: NOW - MINUTE,
  counted: true,
  dimensionValues: [],
};
const decision = (changes: Partial<DecisionClaims> = {}): string => signer.sign({ ...claims, ...changes });

const click: CatalogueEntry = {
  item: { key: 'click', exposure: false, requiresExposure: false },
  archived: false,
  validate: null,
  names: new Set(),
};
const seen: CatalogueEntry = { ...click, item: { key: 'seen', exposure: true, requiresExposure: false } };
const sent: SentEvent = {
  eventId: 'e1',
  eventType: 'click',
  decisionId: decision(),
  subjectId: 'olga',
  time: NOW,
  properties: { n: 1 },
  propertiesText: '{"n":1}',
};
const reception: Reception = { environment: 'production', receivedAt: NOW, corrected: 0, source: 'server' };

function judged(
  event: Partial<SentEvent> = {},
  type: CatalogueEntry | undefined = click,
  received: Partial<Reception> = {},
  linked = false,
): Judged {
  const judge = new EventJudge(signer, digest);
  const { properties } = { ...sent, ...event };
  const propertiesText = canonicalJson(properties ?? {});
  return judge.judge({ ...sent, ...event, propertiesText }, type, { ...reception, ...received }, () => linked);
}

function rejection(run: () => Judged): Rejected | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof Rejected) return error;
    throw error;
  }
}

describe('a judged event', () => {
  it('belongs to what its decision id says', () => {
    expect(judged().item).toEqual({
      id: 'e1',
      type: click.item,
      at: NOW,
      subject: claims.subject,
      attribution: {
        experiment: claims.experimentId,
        phase: 2,
        variant: 'treatment',
        subject: claims.subject,
        unit: claims.subject,
        counted: true,
        dimensionValues: [],
      },
      hash: expect.any(String),
      properties: { n: 1 },
    });
  });

  it('of an override is kept as one that does not count', () => {
    expect(judged({ decisionId: decision({ counted: false }) }).item.attribution?.counted).toBe(false);
  });

  it('of a decision that was bucketed by something else belongs to that unit, and is its subject’s', () => {
    const attribution = { subject: digest('olga'), unit: digest('acme') };
    const decisionId = decision({ unit: digest('acme') });
    expect(judged({ decisionId }).item).toMatchObject({ attribution, subject: digest('olga') });
    expect(rejection(() => judged({ decisionId, subjectId: 'acme' }))?.code).toBe('subject_mismatch');
  });

  it('without a decision id belongs to its subject alone', () => {
    const { item } = judged({ decisionId: null });
    expect(item).toMatchObject({ attribution: null, subject: digest('olga') });
  });

  it('is told by its type, time, decision and properties, and by nothing else', () => {
    const { hash } = judged().item;
    // The same arm of the same experiment, decided again.
    expect(judged({ decisionId: decision({ issuedAt: NOW, phase: 3 }) }).item.hash).toBe(hash);
    expect(judged({}, click, { corrected: 7 * MINUTE }).item.hash).toBe(hash);
    expect(judged({ eventId: 'e2' }).item.hash).toBe(hash);
    const others = [
      judged({}, seen),
      judged({ time: NOW - 1 }),
      judged({ decisionId: null }),
      judged({ decisionId: decision({ variant: 'control' }) }),
      judged({ properties: { n: 2 } }),
      judged({ properties: undefined }),
      judged({ decisionId: null, subjectId: 'emil' }),
    ];
    expect(new Set([hash, ...others.map(({ item }) => item.hash)]).size).toBe(others.length + 1);
  });

  it('is the same whatever the order of its properties, and whatever in them is personal', () => {
    const validate = compileSchema({ properties: { name: { type: 'string', personal: true } } });
    const type = { ...click, validate };
    const [one, other] = [
      { a: 1, b: 2, name: 'Olga' },
      { name: 'Emil', b: 2, a: 1 },
    ];
    expect(judged({ properties: one }, type).item).toEqual(judged({ properties: other }, type).item);
    expect(judged({ properties: one }, type).item.properties).toEqual({ a: 1, b: 2 });
  });

  it('has its time corrected by what the sender’s clock was off', () => {
    expect(judged({ time: NOW + 60 * MINUTE }, click, { corrected: 58 * MINUTE }).item.at).toBe(NOW + 2 * MINUTE);
  });

  it('is estimated at no fewer bytes than its properties take', () => {
    for (const text of ['ä'.repeat(60), 'ä'.repeat(5_000), 'x'.repeat(5_000)]) {
      const properties = { text };
      expect(judged({ properties }).bytes).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(properties)));
    }
  });
});

describe('an event is rejected', () => {
  it.each<readonly [string, () => Judged, string]>([
    ['of a type that is archived', () => judged({}, { ...click, archived: true }), 'archived_event_type'],
    ['more than 5 minutes ahead', () => judged({ time: NOW + 5 * MINUTE + 1 }), 'timestamp_in_future'],
    ['more than 30 days old', () => judged({ time: NOW - RETENTION_MS - 1 }), 'timestamp_too_old'],
    [
      'late after its correction',
      () => judged({ time: NOW - RETENTION_MS }, click, { corrected: 1 }),
      'timestamp_too_old',
    ],
    ['with a decision id that nobody signed', () => judged({ decisionId: 'x'.repeat(80) }), 'invalid_decision'],
    ['with an empty decision id', () => judged({ decisionId: '' }), 'invalid_decision'],
    [
      'with a decision id of more than 30 days ago',
      () => judged({ decisionId: decision({ issuedAt: NOW - RETENTION_MS - 1_000 }) }),
      'invalid_decision',
    ],
    ['with one of another environment', () => judged({}, click, { environment: 'staging' }), 'invalid_decision'],
    ['as an exposure without decision id', () => judged({ decisionId: null }, seen), 'invalid_decision'],
    [
      'of a client with the id of a server’s exposure',
      () => judged({ eventId: 'od:x' }, click, { source: 'client' }),
      'invalid_event',
    ],
    ['with somebody else’s decision', () => judged({ subjectId: 'emil' }), 'subject_mismatch'],
    [
      'whose properties do not fit',
      () => judged({}, { ...click, validate: compileSchema({ properties: { n: { type: 'string' } } }) }),
      'invalid_properties',
    ],
  ])('%s', (_, run, code) => expect(rejection(run)).toMatchObject({ code }));

  it('of a type that nobody defined', () => {
    const judge = new EventJudge(signer, digest);
    expect(rejection(() => judge.judge(sent, undefined, reception, () => false))?.code).toBe('unknown_event_type');
  });

  it.each([NOW + 5 * MINUTE, NOW - RETENTION_MS])('but not at the very edge of time (%d)', (time) =>
    expect(judged({ time }).item.at).toBe(time),
  );

  it('for somebody else’s decision only where the two are not linked; then it is the decision’s subject’s', () => {
    const emil = digest('emil');
    expect(rejection(() => judged({ subjectId: 'emil' }))?.subjects).toEqual([claims.subject, emil]);
    expect(judged({ subjectId: 'emil' }, click, {}, true).item.subject).toBe(claims.subject);
  });

  it('with a decision id that was good when it was first seen, and has expired since', () => {
    const judge = new EventJudge(signer, digest);
    const issued = { ...sent, decisionId: decision({ issuedAt: NOW }) };
    expect(judge.judge(issued, click, reception, () => false).item.id).toBe('e1');
    const receivedAt = NOW + RETENTION_MS + MINUTE;
    const later = { ...issued, time: receivedAt };
    expect(rejection(() => judge.judge(later, click, { ...reception, receivedAt }, () => false))?.code).toBe(
      'invalid_decision',
    );
  });
});
