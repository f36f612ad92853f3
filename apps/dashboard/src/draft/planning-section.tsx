import { ChoiceControl, TextControl } from './controls.js';
import { DraftSection, type SectionProps } from './draft-section.js';
import { useFault } from './faults.js';
import type { Experiment, PlanForm } from './form.js';
import { PlanAnswer } from './plan-answer.js';

const BY = [
  ['nothing', 'nothing'],
  ['subjects', 'subjects of all arms'],
  ['days', 'days'],
] as const;

/** How large an effect matters, and how long it takes to find it. */
export function PlanningSection({ form, change, held }: SectionProps & { readonly held: Experiment | null }) {
  const { planned } = form;
  const fault = useFault('/planned', true);
  const set = (part: Partial<PlanForm>) => change((before) => ({ ...before, planned: { ...before.planned, ...part } }));
  return (
    <DraftSection title="Plan">
      <div className="form-row">
        <TextControl
          label="Smallest effect that matters"
          pointer="/planned/mde"
          value={planned.mde}
          change={(mde) => set({ mde })}
          hint="Relative to control: 0.05 is 5%"
          inputMode="decimal"
          code
        />
        <TextControl
          label="Power"
          pointer="/planned/power"
          value={planned.power}
          change={(power) => set({ power })}
          hint="Chance to find it"
          inputMode="decimal"
          code
        />
        <TextControl
          label="Alpha"
          pointer="/planned/alpha"
          value={planned.alpha}
          change={(alpha) => set({ alpha })}
          hint="Chance to find what is not there"
          inputMode="decimal"
          code
        />
      </div>
      <PlanAnswer form={form} held={held} />
      <div className="form-row">
        <ChoiceControl
          label="Plan by"
          pointer="/planned"
          value={planned.by}
          choices={BY}
          change={(by) => set({ by })}
        />
        {planned.by !== 'nothing' && (
          <TextControl
            label={planned.by === 'days' ? 'Days' : 'Subjects'}
            pointer={`/planned/${planned.by}`}
            value={planned.amount}
            change={(amount) => set({ amount })}
            inputMode="numeric"
            code
          />
        )}
      </div>
      {fault !== undefined && planned.by === 'nothing' && <p className="field-error">{fault}</p>}
    </DraftSection>
  );
}
