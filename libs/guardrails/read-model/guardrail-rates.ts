import { currentRun } from '../../experiments/index.js';
import type { MeasurementReadModel } from '../../projections/index.js';
import { isBeyond, ratesOf, windowOf, type Rate } from '../judge.js';
import { GuardrailCounts } from './guardrail-counts.js';

export interface GuardrailRates {
  readonly experiment: string;
  readonly asOf: string | null;
  readonly position: string | null;
  readonly items: readonly object[];
}

/** Each guardrail of an experiment as it stands: rates per variant and pooled, against the threshold. */
export async function guardrailRates(model: MeasurementReadModel, id: string, now: Date): Promise<GuardrailRates> {
  const counts = new GuardrailCounts(model.source);
  const experiment = await counts.experiment(id);
  const known = await counts.asOf();
  if (!experiment) return { experiment: id, ...known, items: [] };
  const run = currentRun(experiment);
  // What has ended is shown as it stood at its end.
  const until = run?.to ? new Date(run.to) : now;
  const items = await Promise.all(
    experiment.guardrails.map(async (guardrail) => {
      const metric = await counts.metric(guardrail.metric);
      const direction = metric?.direction ?? 'lower_is_better';
      const arms = run ? await counts.counts(experiment, guardrail, run, until) : [];
      const rates = ratesOf(experiment, arms);
      const window = run && windowOf(guardrail, run, until);
      return {
        guardrail: guardrail.key,
        metric: guardrail.metric,
        direction,
        threshold: guardrail.threshold,
        windowMinutes: guardrail.windowMinutes,
        action: guardrail.action,
        state: stateOf(rates, (rate) => isBeyond(rate, guardrail.threshold, direction)),
        windowFrom: window?.from.toISOString() ?? null,
        windowTo: window?.to.toISOString() ?? null,
        variants: rates.filter((rate) => rate.variant !== null),
        total: rates.find((rate) => rate.variant === null) ?? null,
      };
    }),
  );
  return { experiment: id, ...known, items };
}

function stateOf(rates: readonly Rate[], beyond: (rate: Rate) => boolean): 'no_data' | 'healthy' | 'breached' {
  if (rates.every((rate) => rate.value === null)) return 'no_data';
  return rates.some(beyond) ? 'breached' : 'healthy';
}
