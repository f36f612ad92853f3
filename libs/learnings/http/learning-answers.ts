import Type from 'typebox';
import { SummarySchema } from '../../experiments/http.js';
import { OUTCOMES, type Experiment } from '../../experiments/index.js';
import { Count, enumOf, Id, Key, named, NextCursor, nullable, Text, Time } from '../../platform/http/schemas.js';
import { VERDICTS } from '../../statistics/index.js';
import { REASON_KINDS } from '../similarity.js';

const learning = {
  experiment: Id,
  key: Key,
  name: Text,
  environment: Key,
  flag: Key,
  owner: named('Person', { id: Text, name: Text }),
  hypothesis: Text,
  metrics: Type.Array(Key),
  outcome: enumOf(OUTCOMES),
  winner: nullable(Key),
  verdict: Type.Union([enumOf(VERDICTS), Type.Null()], { description: 'That the completion was against; null: none' }),
  summary: Type.Union([SummarySchema, Type.Null()], { description: 'null: not noted yet' }),
  tags: Type.Array(Text),
  learningAsked: Type.Boolean({ description: 'Its owner is asked for a summary' }),
  startedAt: nullable(Time),
  completedAt: Time,
  archived: Type.Boolean(),
};

const FacetSchema = Type.Array(named('Facet', { value: Text, count: Count }));

export const LearningsSchema = named('Learnings', {
  items: Type.Array(named('Learning', learning)),
  nextCursor: NextCursor,
  total: Count,
  facets: named('LearningFacets', {
    flag: FacetSchema,
    metric: FacetSchema,
    tag: FacetSchema,
    outcome: FacetSchema,
  }),
});

const ReasonSchema = named('SimilarityReason', { kind: enumOf(REASON_KINDS), shared: Type.Array(Text) });

export const SimilarSchema = named('SimilarExperiments', {
  items: Type.Array(
    named('SimilarExperiment', {
      ...learning,
      score: Type.Number({ description: 'Greater is more alike' }),
      reasons: Type.Array(ReasonSchema, { description: 'The weightiest first' }),
    }),
  ),
  nextCursor: NextCursor,
});

/** What was learnt from a completed experiment. */
export function learningDocument(experiment: Experiment, isAsked: boolean) {
  const { id, key, name, environment, flag, owner, hypothesis, metrics, summary, tags, startedAt } = experiment;
  const { outcome, completedAt, status } = experiment;
  return {
    experiment: id,
    ...{ key, name, environment, flag, owner, hypothesis, metrics },
    outcome: outcome?.kind ?? 'no_effect',
    winner: outcome?.winner ?? null,
    verdict: outcome?.verdict ?? null,
    ...{ summary, tags, learningAsked: isAsked, startedAt },
    completedAt: completedAt ?? experiment.updatedAt,
    archived: status === 'archived',
  };
}
