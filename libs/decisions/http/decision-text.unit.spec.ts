import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionDocument } from '../decision-service.js';
import type { Json } from '../../evaluation/index.js';
import { decisionText } from './decision-text.js';

describe('a decision as text', () => {
  it('is what JSON.stringify writes, whatever the flag is called and serves', () => {
    const text = fc.string({ unit: 'binary' });
    const decision = fc.record<DecisionDocument>({
      decisionId: fc.constantFrom(null, 'AWs-_9'),
      flag: text,
      // JSON.stringify writes -0 as 0 in both.
      value: fc.jsonValue() as fc.Arbitrary<Json>,
      variant: fc.option(text),
      reason: fc.constantFrom('experiment_assigned', 'default'),
      experiment: fc.option(fc.uuid()),
      phase: fc.option(fc.nat()),
    });
    fc.assert(
      fc.property(decision, (each) => expect(decisionText(each)).toBe(JSON.stringify(each))),
      { seed: 5 },
    );
  });
});
