import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compiledCheck } from '../../platform/http/compiled-input.js';
import { Problem } from '../../platform/problem.js';
import { contextOf } from './context.js';
import { OfrepBodySchema } from './ofrep-body.js';

const described = compiledCheck(OfrepBodySchema);

function isTaken(body: unknown): boolean {
  try {
    contextOf(body);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_context') return false;
    throw error;
  }
}

describe('the context of an evaluation', () => {
  it('is taken as its schema says', () => {
    const key = fc.oneof(fc.string(), fc.string({ minLength: 999, maxLength: 1_001 }), fc.jsonValue());
    const context = fc.oneof(
      fc.record({ targetingKey: key, plan: fc.jsonValue() }, { requiredKeys: [] }),
      fc.jsonValue(),
    );
    const body = fc.oneof(fc.record({ context, more: fc.jsonValue() }, { requiredKeys: [] }), fc.jsonValue());
    fc.assert(
      fc.property(body, (sent) => expect(isTaken(sent)).toBe(described.accepts(sent))),
      { numRuns: 2_000 },
    );
  });
});
