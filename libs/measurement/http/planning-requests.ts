import { Example } from '../../platform/example.js';
import {
  DecimalField,
  IdField,
  IntegerField,
  KeyField,
  NumberField,
  NumberListField,
  ObjectField,
} from '../../platform/fields.js';

const MAX_SUBJECTS = 1_000_000_000_000;
export const MAX_ARMS = 20;

export class BaselineRequest {
  @IntegerField({ min: 1, max: MAX_SUBJECTS, description: 'Subjects that it is of' })
  n!: number;

  @NumberField({ description: 'The mean per subject, or the ratio; of a conversion the rate' })
  mean!: number;

  @NumberField({
    optional: true,
    min: 0,
    description: 'Variance per subject; it follows from the rate of a conversion',
  })
  variance?: number;
}

/** Either a baseline, or an experiment whose control arm is one; without both the newest experiment of the metric. */
@Example({ metric: 'order_conversion', mde: '0.05', baseline: { n: 12_000, mean: 0.1, variance: 0.09 } })
export class PlanExperimentRequest {
  @KeyField()
  metric!: string;

  @DecimalField({ description: 'The smallest effect that matters, relative to control; above 0' })
  mde!: string;

  @DecimalField({ optional: true, description: 'The chance to find an effect where there is none; default "0.05"' })
  alpha?: string;

  @DecimalField({ optional: true, description: 'The chance to find an effect of that size; default "0.8"' })
  power?: string;

  @IntegerField({ optional: true, min: 2, max: MAX_ARMS, description: 'Arms, control among them; default 2' })
  arms?: number;

  @NumberListField({ optional: true, max: MAX_ARMS, description: 'Of control first; default equal ones' })
  weights?: number[];

  @ObjectField(() => BaselineRequest, { optional: true, description: 'What control is expected to be' })
  baseline?: BaselineRequest;

  @IdField({ optional: true, description: 'An experiment: its control is the baseline, its exposures are the rate' })
  experiment?: string;

  @KeyField({ optional: true, description: 'A flag whose exposures are the rate, at full traffic' })
  flag?: string;
}
