import { Big } from 'big.js';
import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';
import type { Planned } from './content.events.js';
import { checkShare } from './margin.js';

/** A plan in a request. */
export interface PlanDraft {
  readonly mde: Decimal;
  readonly power?: Decimal | undefined;
  readonly alpha?: Decimal | undefined;
  readonly subjects?: number | undefined;
  readonly days?: number | undefined;
}

const checkPower = checkShare('the power');
const checkAlpha = checkShare('alpha');

/** The plan as stored. @throws Refusal `out_of_range`, `subjects_or_days` with its pointer */
export function plannedOf(draft: PlanDraft | null): Planned | null {
  if (draft === null) return null;
  const { mde, power = '0.8', alpha = '0.05', subjects, days } = draft;
  if (new Big(mde).lte(0)) throw invalid('out_of_range', 'the smallest effect is above 0', '/planned/mde');
  const aim = { mde, power: checkPower(power, '/planned/power'), alpha: checkAlpha(alpha, '/planned/alpha') };
  if (subjects !== undefined && days === undefined) return { ...aim, subjects };
  if (days !== undefined && subjects === undefined) return { ...aim, days };
  throw invalid('subjects_or_days', 'a plan has either subjects or days', '/planned');
}
