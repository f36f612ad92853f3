import { Big } from 'big.js';
import type { Decimal } from '../primitives/decimal.js';
import { invalid } from '../primitives/refusal.js';
import type { MetricTerms, VarianceReduction } from './metric.js';
import type { MetricKind, MetricRule } from './rule.js';

/** Of a request: null asks for none, absent keeps what the version before has. */
export interface TermFields {
  readonly cap?: Decimal | null | undefined;
  readonly varianceReduction?: VarianceReduction | null | undefined;
}

/** Kinds with a sum per subject that can be bounded. A conversion is 0 or 1, a quantile has no sum. */
const CAPPED: readonly MetricKind[] = ['ratio', 'count', 'sum', 'mean'];

/**
 * The cap and the variance reduction of a version with this rule, as far as it has them.
 * @throws Refusal `out_of_range`, `no_cap`, `no_variance_reduction` with its pointer
 */
export function termsFor(
  { kind }: MetricRule,
  fields: TermFields,
  before: TermFields = {},
): Pick<MetricTerms, 'cap' | 'varianceReduction'> {
  const cap = fields.cap === undefined ? before.cap : fields.cap;
  const reduction = fields.varianceReduction === undefined ? before.varianceReduction : fields.varianceReduction;
  return {
    ...(cap !== undefined && cap !== null && { cap: checkedCap(cap, kind) }),
    ...(reduction && { varianceReduction: checkedReduction(reduction, kind) }),
  };
}

function checkedCap(cap: Decimal, kind: MetricKind): Decimal {
  if (!CAPPED.includes(kind)) throw invalid('no_cap', `a ${kind} has no sum of a subject to cap`, '/cap');
  if (new Big(cap).lte(0)) throw invalid('out_of_range', 'a cap is above 0', '/cap');
  return cap;
}

function checkedReduction({ days }: VarianceReduction, kind: MetricKind): VarianceReduction {
  if (kind !== 'quantile') return { days };
  const why = 'a quantile has no variance that earlier values reduce';
  throw invalid('no_variance_reduction', why, '/varianceReduction');
}
