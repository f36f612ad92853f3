import Type from 'typebox';
import { guardrailFields } from '../../experiments/http.js';
import { DIRECTIONS } from '../../metrics/index.js';
import { Count, Decimal, enumOf, Id, Key, named, nullable, Time } from '../../platform/http/schemas.js';

const line = {
  values: Type.Array(nullable(Decimal), { description: 'One for each time; null: no data in the window' }),
  enough: Type.Array(Type.Boolean(), { description: 'True if the window had `minSample` exposed subjects' }),
};
const stretch = { from: Time, to: nullable(Time) };

export const GuardrailSeriesSchema = named('GuardrailSeries', {
  experiment: Id,
  guardrail: Key,
  ...guardrailFields,
  direction: enumOf(DIRECTIONS),
  asOf: nullable(Time),
  from: Time,
  to: Time,
  stepSeconds: Type.Integer({ minimum: 10 }),
  exact: Type.Boolean({
    description: 'False where subjects are counted: of windows before the end of a run they are an estimate',
  }),
  times: Type.Array(Time, {
    description:
      'Multiples of the step while the experiment ran, and the end of each run. A value is of the window that ended then',
  }),
  variants: Type.Array(named('GuardrailLine', { variant: Key, ...line })),
  total: Type.Object(line),
  breaches: Type.Array(
    named('GuardrailBreach', {
      trigger: Id,
      at: Time,
      run: Count,
      variant: Type.Union([Key, Type.Null()], { description: 'null: all variants pooled' }),
      value: Decimal,
      threshold: Decimal,
    }),
    { description: 'The newest 100, oldest first' },
  ),
  runs: Type.Array(Type.Object({ run: Count, ...stretch })),
  pauses: Type.Array(Type.Object(stretch)),
  phases: Type.Array(Type.Object({ phase: Count, ...stretch })),
});
