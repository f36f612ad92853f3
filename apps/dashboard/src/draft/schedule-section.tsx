import { Button } from '../ui/button.js';
import { TextAreaControl, TextControl } from './controls.js';
import { DraftSection, withRow, type SectionProps } from './draft-section.js';
import { newDimension } from './form.js';

/** When it starts and stops by itself. */
export function ScheduleSection({ form, change }: SectionProps) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <DraftSection title="Schedule" hint={`Empty: somebody starts and stops it. Times are in ${zone}.`}>
      <div className="form-row">
        <TextControl
          label="Start"
          pointer="/schedule/startAt"
          type="datetime-local"
          value={form.startAt}
          change={(startAt) => change((before) => ({ ...before, startAt }))}
          hint="If it is approved later, it starts on approval"
        />
        <TextControl
          label="Stop"
          pointer="/schedule/stopAt"
          type="datetime-local"
          value={form.stopAt}
          change={(stopAt) => change((before) => ({ ...before, stopAt }))}
          hint="It pauses then"
        />
      </div>
    </DraftSection>
  );
}

const MOST_DIMENSIONS = 4;

/** The attributes that results are sliced by. */
export function DimensionsSection({ form, change }: SectionProps) {
  const { dimensions } = form;
  const set = (next: (before: typeof dimensions) => typeof dimensions) =>
    change((before) => ({ ...before, dimensions: next(before.dimensions) }));
  return (
    <DraftSection
      title="Dimensions"
      hint="Attributes that results are sliced by. The review fixes them: nothing else can be sliced later."
      actions={
        <Button
          obstacle={dimensions.length < MOST_DIMENSIONS ? null : `An experiment has at most ${MOST_DIMENSIONS}.`}
          onClick={() => set((before) => [...before, newDimension()])}
        >
          Add a dimension
        </Button>
      }
    >
      <ol className="draft-rows">
        {dimensions.map((dimension, index) => {
          const at = `/dimensions/${index}`;
          const edit = (part: Partial<typeof dimension>) => set((before) => withRow(before, dimension.id, part));
          return (
            <li key={dimension.id}>
              <div className="dimension-row" role="group" aria-label={`Dimension ${index + 1}`}>
                <TextControl
                  label="Key"
                  pointer={`${at}/key`}
                  value={dimension.key}
                  change={(key) => edit({ key })}
                  code
                />
                <TextControl
                  label="Attribute"
                  pointer={`${at}/attribute`}
                  value={dimension.attribute}
                  change={(attribute) => edit({ attribute })}
                  placeholder="company.country"
                  code
                />
                <TextAreaControl
                  label="Values, one per line"
                  pointer={`${at}/values`}
                  value={dimension.values}
                  change={(values) => edit({ values })}
                  rows={2}
                />
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Remove ${dimension.key === '' ? `dimension ${index + 1}` : dimension.key}`}
                  onClick={() => set((before) => before.filter(({ id }) => id !== dimension.id))}
                >
                  ×
                </button>
              </div>
            </li>
          );
        })}
      </ol>
    </DraftSection>
  );
}
