import { wrongField } from '../../platform/problem.js';
import { impossibleAim } from '../../statistics/index.js';
import type { Aim } from '../analysis/planning.js';
import type { PlanExperimentRequest } from './planning-requests.js';

/** The aim of a plan. @throws Problem 400 with the pointer of what cannot be */
export function aimOf({ mde, alpha = '0.05', power = '0.8', arms, weights }: PlanExperimentRequest): Aim {
  const aim = { mde: Number(mde), alpha: Number(alpha), power: Number(power) };
  const impossible = impossibleAim(aim);
  if (impossible) throw outOfRange(`/${impossible.field}`, impossible.message);
  return { ...aim, weights: weightsOf(arms, weights) };
}

function weightsOf(arms: number | undefined, weights: readonly number[] | undefined): readonly number[] {
  if (weights === undefined) return Array.from({ length: arms ?? 2 }, () => 1);
  if (weights.length < 2) throw outOfRange('/weights', 'control and at least one treatment have a weight');
  if (arms !== undefined && weights.length !== arms) throw outOfRange('/weights', `${arms} arms have ${arms} weights`);
  weights.forEach((weight, index) => {
    if (!(weight > 0 && weight <= 1e6)) throw outOfRange(`/weights/${index}`, 'a weight is above 0, at most 1,000,000');
  });
  return weights;
}

const outOfRange = (pointer: string, detail: string) => wrongField(pointer, 'out_of_range', detail);
