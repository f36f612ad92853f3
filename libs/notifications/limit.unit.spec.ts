import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextOf } from './limit.js';

const ids = fc.array(fc.uuid(), { maxLength: 5 });

describe('the limit of a destination', () => {
  it.each([
    ['sends singly what there is room for', { fresh: ['a', 'b'], again: [], begun: 8 }, false, 'send a'],
    ['gathers what there is no room for', { fresh: ['a', 'b', 'c'], again: [], begun: 8 }, false, 'gather a,b,c'],
    ['gathers beyond the limit every few seconds', { fresh: ['a', 'b'], again: [], begun: 10 }, true, 'gather a,b'],
    ['holds back in between', { fresh: ['a', 'b'], again: [], begun: 10 }, false, 'wait'],
    ['makes no digest of one', { fresh: ['a'], again: [], begun: 10 }, true, 'send a'],
    ['does not count what is tried again', { fresh: ['a'], again: ['b'], begun: 10 }, false, 'send b'],
    ['is idle', { fresh: [], again: [], begun: 0 }, true, 'wait'],
  ])('%s', (_, waiting, mayOverflow, expected) => {
    const next = nextOf(waiting, 10, mayOverflow);
    const words =
      next.kind === 'send' ? `send ${next.id}` : next.kind === 'gather' ? `gather ${next.ids.join()}` : 'wait';
    expect(words).toBe(expected);
  });

  it('never sends more singly than it allows, and loses nothing', () => {
    fc.assert(
      fc.property(
        ids,
        ids,
        fc.nat(20),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (fresh, again, begun, limit, may) => {
          const next = nextOf({ fresh, again, begun }, limit, may);
          if (next.kind === 'gather') expect(next.ids).toEqual(fresh);
          if (next.kind === 'send' && fresh.includes(next.id)) expect(begun < limit || may).toBe(true);
          if (next.kind === 'wait') expect(again).toEqual([]);
        },
      ),
    );
  });
});
