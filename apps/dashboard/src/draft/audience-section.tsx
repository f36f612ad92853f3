import { useCallback, useMemo } from 'react';
import { ConditionBuilder, type Condition } from '../conditions/condition-builder.js';
import { TryCondition } from '../conditions/try-condition.js';
import { TrafficFields } from './traffic-fields.js';
import { DraftSection, type SectionProps } from './draft-section.js';
import { useFault } from './faults.js';

/** Which subjects take part, and how many of them. */
export function AudienceSection({ form, change }: SectionProps) {
  const { targeting, targetingFault } = form;
  const error = useFault('/targeting');
  // The cast says what JSON.parse returns: the builder wrote this text.
  const condition = useMemo(() => (targeting === '' ? null : (JSON.parse(targeting) as Condition)), [targeting]);
  const fault = useCallback(
    (why: string | null) =>
      change((before) => (before.targetingFault === why ? before : { ...before, targetingFault: why })),
    [change],
  );
  return (
    <DraftSection title="Audience" hint="Subjects that match the condition, by the attributes of the decision.">
      <ConditionBuilder
        value={condition}
        change={(next) => change((before) => ({ ...before, targeting: next === null ? '' : JSON.stringify(next) }))}
        error={targetingFault === null ? error : undefined}
        fault={fault}
      />
      <TryCondition condition={condition} />
      <TrafficFields form={form} change={change} />
    </DraftSection>
  );
}
