import { expect, it } from '@jest/globals';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';
import type { StoredEvent } from '../event-store/index.js';
import { StateByStream } from './state-by-stream.js';

type Counted = DomainEvent<'counted', { by: number }>;

const counter: Aggregate<number, Counted> = {
  category: 'counter',
  codec: eventCodec<Counted>({ counted: 1 }),
  initialState: 0,
  evolve: (sum, { data }) => sum + data.by,
};

// Only these fields of a stored event are read.
const counted = {
  stream: 'counter-a',
  revision: 0,
  type: 'counted',
  data: { by: 2 },
  metadata: { v: 1, by: { kind: 'system', id: 's', name: 's' }, at: '2026-01-01T00:00:00.000Z' },
} as unknown as StoredEvent;

it('tells every listener of an event though one of them throws, and says so', () => {
  const states = new StateByStream(counter);
  const heard: number[] = [];
  states.onChange(() => {
    throw new Error('of the first listener');
  });
  states.onChange((sum) => heard.push(sum));
  expect(() => states.apply(counted)).toThrow('of the first listener');
  expect(heard).toEqual([2]);
  expect(states.get('counter-a')).toBe(2);
});

it('holds a state learnt from its writer until newer events are read', () => {
  const states = new StateByStream(counter);
  states.apply(counted);
  states.learn('counter-a', 10, 2);
  states.learn('counter-a', 5, 1);
  for (const revision of [1, 2]) states.apply({ ...counted, revision });
  expect(states.get('counter-a')).toBe(10);
  states.apply({ ...counted, revision: 3 });
  expect(states.get('counter-a')).toBe(12);
});
