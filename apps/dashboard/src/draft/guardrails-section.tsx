import { Button } from '../ui/button.js';
import { DraftSection, withRow, type SectionProps } from './draft-section.js';
import { useFault } from './faults.js';
import { newGuardrail, type Experiment, type GuardrailForm } from './form.js';
import { GuardrailFields } from './guardrail-fields.js';

const MOST = 20;

interface GuardrailsProps extends SectionProps {
  /** What the server pointed out when the draft was submitted last. */
  readonly warnings: Experiment['warnings'];
}

/** What stops the experiment by itself. */
export function GuardrailsSection({ form, change, warnings }: GuardrailsProps) {
  const { guardrails, metrics } = form;
  const fault = useFault('/guardrails', true);
  const set = (next: (before: typeof guardrails) => typeof guardrails) =>
    change((before) => ({ ...before, guardrails: next(before.guardrails) }));
  const guarded = metrics.find(({ role }) => role === 'guard') ?? metrics[0];
  return (
    <DraftSection
      title="Guardrails"
      hint={guardrails.length === 0 ? 'Without a guardrail only a person stops harm.' : undefined}
      actions={
        <Button
          obstacle={guardrails.length < MOST ? null : `An experiment has at most ${MOST} guardrails.`}
          onClick={() => set((before) => [...before, newGuardrail(guarded?.metric ?? '')])}
        >
          Add a guardrail
        </Button>
      }
    >
      <ol className="draft-rows">
        {guardrails.map((guardrail, index) => (
          <li key={guardrail.id}>
            <GuardrailFields
              guardrail={guardrail}
              index={index}
              arms={form.variants.length}
              warnings={warnings.filter((warning) => warning.guardrail === keyOf(guardrail))}
              change={(part) => set((before) => withRow(before, guardrail.id, part))}
              remove={() => set((before) => before.filter(({ id }) => id !== guardrail.id))}
            />
          </li>
        ))}
      </ol>
      {fault !== undefined && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
    </DraftSection>
  );
}

/** Without a key a guardrail is called by its metric. */
const keyOf = ({ key, metric }: GuardrailForm): string => (key === '' ? metric : key);
