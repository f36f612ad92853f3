import Type from 'typebox';
import { REASONS } from '../../evaluation/index.js';
import { AnyJson, Count, enumOf, Id, Key, named, nullable, Text, Time } from '../../platform/http/schemas.js';

const decided = {
  flag: Type.String({ description: 'As asked for' }),
  value: AnyJson,
  variant: Type.Union([Text, Type.Null()], { description: 'null: there is no such flag' }),
  reason: enumOf(REASONS),
  experiment: Type.Union([Id, Type.Null()], { description: 'The experiment that decided or was asked' }),
  phase: nullable(Count),
};

const DecisionSchema = named('Decision', {
  decisionId: Type.Union([Text, Type.Null()], {
    description: 'Signed; null unless an experiment assigned the variant',
  }),
  ...decided,
});

export const DecideAnswerSchema = Type.Union([
  DecisionSchema,
  named('Decisions', { decisions: Type.Array(DecisionSchema) }),
]);

const Reference = named('ExperimentReference', { id: Id, key: Key });
const isTrue = Type.Boolean();

/** The steps of an explanation, as `evaluation/trace.ts` records them. */
const StepSchema = Type.Union(
  [
    Type.Object({ step: enumOf(['flag']), found: isTrue }),
    Type.Object({ step: enumOf(['enabled']), enabled: isTrue }),
    Type.Object({
      step: enumOf(['prerequisite']),
      flag: Key,
      variant: Key,
      served: nullable(Text),
      reason: nullable(enumOf(REASONS)),
      holds: isTrue,
    }),
    Type.Object({ step: enumOf(['override']), override: nullable(Id) }),
    Type.Object({ step: enumOf(['experiment']), experiment: nullable(Reference) }),
    Type.Object({ step: enumOf(['paused']), paused: isTrue }),
    Type.Object({ step: enumOf(['targeting']), holds: isTrue }),
    Type.Object({ step: enumOf(['unit']), bucketBy: Text, found: isTrue }),
    Type.Object({ step: enumOf(['subject']), found: isTrue }),
    Type.Object({
      step: enumOf(['holdout']),
      holdout: Key,
      active: isTrue,
      bucket: Count,
      share: Count,
      held: isTrue,
    }),
    Type.Object({ step: enumOf(['conflict_domain']), domain: Key, slot: Count, owner: nullable(Id) }),
    Type.Object({ step: enumOf(['participation_limit']), limit: Count, older: Type.Array(Id) }),
    Type.Object({ step: enumOf(['traffic']), bucket: Count, traffic: Count, taken: isTrue }),
    Type.Object({ step: enumOf(['frozen']), enrolled: isTrue }),
    Type.Object({ step: enumOf(['variant']), bucket: Count, variant: Key, armDisabled: isTrue }),
    Type.Object({ step: enumOf(['excluded']), reason: enumOf(REASONS) }),
    Type.Object({ step: enumOf(['pin']), experiment: Reference, held: isTrue, holds: isTrue }),
    Type.Object({ step: enumOf(['rule']), index: Count, name: nullable(Text), holds: isTrue }),
    Type.Object({ step: enumOf(['split']), bucket: Count, variant: Key }),
    Type.Object({ step: enumOf(['default']), variant: Key }),
  ],
  { $id: 'DecisionStep', description: 'There are a million buckets and ten thousand slots' },
);

export const ExplanationSchema = named('Explanation', {
  ...decided,
  at: Time,
  steps: Type.Array(StepSchema),
});
