import type { Decimal } from '../../primitives/decimal.js';
import { invalid } from '../../primitives/refusal.js';
import { impossibleAim } from '../../statistics/index.js';
import type { Planned } from './content.events.js';

/** A plan in a request. */
export interface PlanDraft {
  readonly mde: Decimal;
  readonly power?: Decimal | undefined;
  readonly alpha?: Decimal | undefined;
  readonly subjects?: number | undefined;
  readonly days?: number | undefined;
}

/** The plan as stored. @throws Refusal `out_of_range`, `subjects_or_days` with its pointer */
export function plannedOf(draft: PlanDraft | null): Planned | null {
  if (draft === null) return null;
  const { mde, power = '0.8', alpha = '0.05', subjects, days } = draft;
  const impossible = impossibleAim({ mde: Number(mde), power: Number(power), alpha: Number(alpha) });
  if (impossible) throw invalid('out_of_range', impossible.message, `/planned/${impossible.field}`);
  const aim = { mde, power, alpha };
  if (subjects !== undefined && days === undefined) return { ...aim, subjects };
  if (days !== undefined && subjects === undefined) return { ...aim, days };
  throw invalid('subjects_or_days', 'a plan has either subjects or days', '/planned');
}
