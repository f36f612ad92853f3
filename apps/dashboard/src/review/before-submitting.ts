import { hairTriggerOf } from '../draft/hair-trigger.js';
import type { DraftForm } from '../draft/form.js';
import type { Schemas } from '../server/documents.js';

/**
 * What reviewers would ask about, as far as the form alone shows it. None of it blocks a submission; the submission's
 * own warnings come from the server.
 */
export function questionsOf(form: DraftForm, metrics: readonly Schemas['Metric'][]): readonly string[] {
  const { hypothesis, variants, traffic, planned } = form;
  const control = variants.find((variant) => variant.control);
  return [
    ...(hypothesis.trim() === '' ? ['It has no hypothesis.'] : []),
    ...(form.metrics.some(({ role }) => role === 'primary')
      ? []
      : ['It has no primary metric, so there will be no verdict.']),
    ...(form.guardrails.length === 0 ? ['It has no guardrail, so only a person stops harm.'] : []),
    ...(planned.by === 'nothing' ? ['It has no plan, so nobody knows when it is done.'] : []),
    ...(Number(traffic) === 0 ? ['Its traffic is 0: it takes no subjects.'] : []),
    ...(control && Number(control.weight) === 0 ? [`The control ${control.key} has weight 0.`] : []),
    ...sameValues(form),
    ...form.metrics
      .filter(({ role, margin }) => role === 'guard' && margin === '')
      .map(({ metric }) => `The guard metric ${metric} has no margin, so it never says safe.`),
    ...form.guardrails.flatMap((guardrail) => {
      const metric = metrics.find(({ key }) => key === guardrail.metric);
      const trigger = metric && hairTriggerOf(guardrail, metric, variants.length);
      const name = guardrail.key || guardrail.metric;
      return [
        ...(trigger?.isTooEasy
          ? [
              `The guardrail ${name} is a hair trigger: up to ${trigger.text} of 100 healthy days would trip it by chance.`,
            ]
          : []),
        ...(guardrail.sources === 'all' ? [`Anybody with a client key could trip the guardrail ${name}.`] : []),
      ];
    }),
  ];
}

function sameValues({ variants }: DraftForm): readonly string[] {
  const keys = new Map<string, readonly string[]>();
  for (const { key, value } of variants) keys.set(value, [...(keys.get(value) ?? []), key]);
  return [...keys.values()]
    .filter((group) => group.length > 1)
    .map((group) => `The variants ${group.join(', ')} serve the same value.`);
}
