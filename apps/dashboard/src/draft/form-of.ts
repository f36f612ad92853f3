import type { Schemas } from '../server/documents.js';
import {
  NO_PLAN,
  newId,
  type DraftForm,
  type Experiment,
  type FlagType,
  type GuardrailForm,
  type PlanForm,
} from './form.js';
import { localText } from './local-time.js';
import { valueText } from './variants.js';

/** The form of an experiment. @param type of its flag */
export function formOf(experiment: Experiment, type: FlagType): DraftForm {
  const { key, flag, name, description, hypothesis, exposure, traffic, trafficMax, schedule, targeting } = experiment;
  return {
    ...{ key, flag, type, name, description, hypothesis, exposure, traffic, trafficMax },
    variants: experiment.variants.map((variant) => ({
      ...variant,
      id: newId(),
      value: valueText(type, variant.value),
    })),
    bucketBy: experiment.bucketBy ?? '',
    conflictDomain: experiment.conflictDomain ?? '',
    priority: `${experiment.priority}`,
    targeting: targeting === null ? '' : JSON.stringify(targeting),
    targetingFault: null,
    metrics: experiment.attached.map(({ metric, role, margin }) => ({
      id: newId(),
      metric,
      role,
      margin: margin ?? '',
    })),
    planned: planOf(experiment.planned),
    dimensions: experiment.dimensions.map((each) => ({ ...each, id: newId(), values: each.values.join('\n') })),
    guardrails: experiment.guardrails.map(guardrailOf),
    startAt: localText(schedule?.startAt ?? null),
    stopAt: localText(schedule?.stopAt ?? null),
  };
}

function planOf(planned: Schemas['Planned'] | null): PlanForm {
  if (planned === null) return NO_PLAN;
  const { mde, alpha, power, subjects, days } = planned;
  const amount = `${subjects ?? days ?? ''}`;
  return { by: subjects === undefined ? 'days' : 'subjects', amount, mde, alpha, power };
}

function guardrailOf(guardrail: Schemas['Guardrail']): GuardrailForm {
  const { key, metric, action, sources, scope } = guardrail;
  const common = { id: newId(), key, metric, action, sources, scope };
  if (guardrail.kind === 'comparison')
    return { ...common, margin: guardrail.margin, threshold: '', window: '60', per: 'event', minSample: '100' };
  const { threshold, windowMinutes, per, minSample } = guardrail;
  const window = windowMinutes === null ? '' : `${windowMinutes}`;
  return { ...common, margin: '', threshold, window, per, minSample: `${minSample}` };
}
