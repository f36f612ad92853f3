import { describe, expect, it } from '@jest/globals';
import { decide, flag, running } from '../../test/support/decisions.js';
import type { DimensionSnapshot, Semantics } from './index.js';

const valuesOf = (
  attributes: Record<string, unknown>,
  dimensions: readonly DimensionSnapshot[] | undefined,
  semantics: Semantics = 2,
): unknown => {
  const experiment = running({ semantics, traffic: '100', ...(dimensions && { dimensions }) });
  const decision = decide({ ...flag, experiment }, { subjectId: 'ada', attributes });
  return decision.identified ? decision.dimensionValues : 'not in the experiment';
};

describe('the values of dimensions in a decision', () => {
  const country: DimensionSnapshot = { attribute: 'user.country', values: ['NL', 'DE'] };
  const age: DimensionSnapshot = { attribute: 'age', values: ['18', 'true'] };

  it.each([
    [{ user: { country: 'NL' }, age: 18 }, [1, 1]],
    [{ user: { country: 'DE' }, age: true }, [2, 2]],
    [{ user: { country: 'nl' }, age: '18' }, [0, 1]],
    [{ user: { country: ['NL'] }, age: null }, [0, 0]],
    [{ 'user.country': 'NL' }, [1, 0]],
    [{}, [0, 0]],
  ])('of attributes %j are %j', (attributes, values) => expect(valuesOf(attributes, [country, age])).toEqual(values));

  it('are read as the semantics of the experiment say', () => {
    expect(valuesOf({ 'user.country': 'NL' }, [country], 1)).toEqual([0]);
  });

  it('are none without dimensions', () => {
    expect(valuesOf({ age: 18 }, undefined)).toEqual([]);
    expect(valuesOf({ age: 18 }, [])).toEqual([]);
  });
});
