import { describe, expect, it } from '@jest/globals';
import { by, drafted, owner } from '../../test/support/experiments.js';
import { experimentAggregate, type Experiment } from '../experiments/index.js';
import { sectionOf } from './markdown.js';

function experimentWith(changes: Partial<Experiment>): Experiment {
  const state = experimentAggregate.evolve(null, drafted, by(owner));
  if (!state) throw new Error('a draft is a state');
  return { ...state, ...changes };
}

const outcome = { kind: 'rollback', winner: null, by: by(owner).by, comment: 'Too slow' } as const;

describe('a learning as Markdown', () => {
  it('has the facts, and what people wrote as quotes', () => {
    const summary = { expected: 'More orders', happened: 'Fewer orders\nand crashes', now: '' };
    const section = sectionOf(
      experimentWith({
        name: 'The checkout',
        hypothesis: 'It is faster',
        outcome,
        summary,
        tags: ['checkout'],
        completedAt: '2026-02-01T00:00:00.000Z',
      }),
    );
    expect(section).toContain('## The checkout\n');
    expect(section).toContain('- Outcome: rollback\n');
    expect(section).toContain('- Tags: checkout');
    expect(section).toContain('### Hypothesis\n\n> It is faster');
    expect(section).toContain('### What happened\n\n> Fewer orders\n> and crashes');
    expect(section).not.toContain('What we do now');
    expect(section).toContain('### Comment of the completion\n\n> Too slow');
  });

  it('says where a summary is still to come, and takes one text', () => {
    expect(sectionOf(experimentWith({}))).toContain('*No summary yet.*');
    const section = sectionOf(experimentWith({ summary: 'Plain' }));
    expect(section).toContain('### What we learnt\n\n> Plain');
    expect(section).not.toContain('No summary yet');
  });

  it('keeps what people wrote from becoming markup', () => {
    const section = sectionOf(
      experimentWith({
        name: '# <script>\n## two',
        summary: '## Not a heading\n<img src=x> [a](b) `c`',
        tags: ['*a*'],
      }),
    );
    expect(section.split('\n').filter((line) => line.startsWith('## '))).toEqual(['## \\# &lt;script\\> \\#\\# two']);
    expect(section).toContain('> \\#\\# Not a heading\n> &lt;img src=x\\> \\[a\\](b) \\`c\\`');
    expect(section).toContain('- Tags: \\*a\\*');
  });
});
