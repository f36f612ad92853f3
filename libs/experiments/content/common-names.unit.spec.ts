import { describe, expect, it } from '@jest/globals';
import {
  by,
  flag,
  isApproved,
  owner,
  started,
  at,
  anna,
  variants,
  forRun,
  system,
} from '../../../test/support/experiments.js';
import { versionsFor } from './content.js';
import { contentHash } from './content-hash.js';
import { draft } from '../drafting.js';
import { experimentAggregate } from '../experiment-aggregate.js';
import type { Experiment } from '../experiment.js';
import type { ExperimentEvent } from '../experiment.events.js';
import { pause } from '../narrowing.js';
import { resume } from '../running.js';

describe.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])(
  'a key called %s, as members of every object are',
  (key) => {
    it('has the version that it was attached at, and no other', () => {
      const content = { metrics: [key], guardrails: [] };
      expect(versionsFor(content, {}, { [key]: 3 })).toEqual({ [key]: 3 });
      expect(versionsFor(content, { [key]: 3 }, {})).toEqual({ [key]: 3 });
      expect(versionsFor(content, {}, {})).toEqual({ [key]: 1 });
    });

    it('is hashed with its version', () => {
      const command = { id: 'e1', key: 'exp', name: 'Exp', environment: 'production', variants, metrics: [key] };
      const hashes = [1, 2].map((version) => {
        const [event] = draft(null, flag, owner, command, { [key]: version }, at(0));
        if (event?.type !== 'experiment_drafted') throw new Error('a draft is one event');
        return contentHash(event.data);
      });
      expect(hashes[0]).not.toBe(hashes[1]);
    });

    it('of a guardrail is resumed after by somebody else the second time', () => {
      const past: ExperimentEvent[] = [...isApproved.map(([event]) => event), started];
      const stateNow = (): Experiment | null =>
        past.reduce<Experiment | null>((state, event) => experimentAggregate.evolve(state, event, by(owner, 1)), null);
      const breach = (run: number, trigger: string): void => {
        past.push(...pause(stateNow(), 'e1', system, null, { ...forRun, run, trigger, guardrail: key }));
      };
      breach(1, 't1');
      past.push(...resume(stateNow(), 'e1', owner, { trigger: 't1', comment: 'why' }, at(2)));
      breach(2, 't2');
      const again = { trigger: 't2', comment: 'why' };
      expect(() => resume(stateNow(), 'e1', owner, again, at(3))).toThrow(/./);
      expect(resume(stateNow(), 'e1', anna, again, at(3))).toHaveLength(1);
    });
  },
);
