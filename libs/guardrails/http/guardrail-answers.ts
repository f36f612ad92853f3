import Type from 'typebox';
import { guardrailFields } from '../../experiments/http.js';
import { GUARDRAIL_ACTIONS, GUARDRAIL_SOURCES } from '../../experiments/index.js';
import { DIRECTIONS } from '../../metrics/index.js';
import { Count, Decimal, enumOf, Id, Key, named, nullable, Position, Text, Time } from '../../platform/http/schemas.js';

const variant = Type.Union([Key, Type.Null()], { description: 'null: all variants pooled' });
const numerator = Type.Union([Decimal, Type.Null()], { description: 'null: the value is no fraction' });

const ComparedArmSchema = named('ComparedArm', { subjects: Count, value: Decimal });
const number = nullable(Type.Number());

const ComparedBreachSchema = named('ComparedBreach', {
  margin: Decimal,
  eValue: Type.Number({ description: "Of 'worse by more than the margin', against 'not worse by more'" }),
  effect: Type.Union([Type.Number(), Type.Null()], { description: 'Relative to control; null: not computable' }),
  lower: number,
  upper: number,
  position: Position,
  control: ComparedArmSchema,
  treatment: ComparedArmSchema,
});

export const TriggerSchema = named('Trigger', {
  id: Id,
  experiment: Id,
  run: Count,
  guardrail: Key,
  metric: Key,
  action: enumOf(GUARDRAIL_ACTIONS),
  threshold: Decimal,
  value: Decimal,
  numerator,
  denominator: Decimal,
  evidence: Type.String({ description: 'The counts of the value, in words' }),
  comparison: nullable(ComparedBreachSchema),
  split: nullable(Type.Array(Type.Object({ variant: Key, observed: Count, expected: Decimal }))),
  variant,
  breached: Type.Array(named('Observation', { variant, numerator, denominator: Decimal, value: Decimal })),
  windowFrom: Time,
  windowTo: Time,
  detectedAt: Time,
  detectedBy: enumOf(['monitor', 'sweep', 'request']),
  outcome: Type.Union([enumOf(['acted', 'superseded', 'refused']), Type.Null()], {
    description: 'null: the action is not carried out yet',
  }),
});

const RateSchema = named('Rate', {
  variant,
  numerator,
  denominator: Decimal,
  value: nullable(Decimal),
  evidence: nullable(Text),
  exposed: Type.Integer({ minimum: 0, description: 'Distinct subjects exposed within the window' }),
});

export const GuardrailRatesSchema = named('GuardrailRates', {
  experiment: Id,
  asOf: nullable(Time),
  position: nullable(Position),
  items: Type.Array(
    named('GuardrailRate', {
      guardrail: Key,
      ...guardrailFields,
      direction: enumOf(DIRECTIONS),
      state: enumOf(['no_data', 'healthy', 'breached']),
      windowFrom: nullable(Time),
      windowTo: nullable(Time),
      variants: Type.Array(RateSchema),
      total: nullable(RateSchema),
    }),
  ),
  comparisons: Type.Array(
    named('GuardrailComparison', {
      guardrail: Key,
      metric: Key,
      action: enumOf(GUARDRAIL_ACTIONS),
      sources: enumOf(GUARDRAIL_SOURCES),
      margin: Decimal,
      state: enumOf(['no_data', 'healthy', 'breached']),
      treatments: Type.Array(
        Type.Object({
          variant: Key,
          eValue: Type.Number({
            description: "Of 'worse by more than the margin' in the current run: the greatest so far",
          }),
        }),
      ),
    }),
  ),
});

export const CheckedExperimentSchema = named('CheckedExperiment', { triggers: Type.Array(TriggerSchema) });

export const CheckedSchema = named('Checked', {
  checked: Count,
  triggered: Count,
  results: Type.Array(Type.Object({ experiment: Id, triggers: Type.Array(TriggerSchema) })),
});
