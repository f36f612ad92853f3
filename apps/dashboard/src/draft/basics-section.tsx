import { TextAreaControl, TextControl } from './controls.js';
import { DraftSection, type SectionProps } from './draft-section.js';
import { FlagChoice } from './flag-choice.js';
import { keyOf } from './key-of.js';

interface BasicsProps extends SectionProps {
  /** The draft is on the server: its key and flag stay. */
  readonly made: boolean;
  /** Called when the focus leaves name, key and flag: only then they are what was meant. */
  readonly left: () => void;
}

/** Name, key, flag, and what the experiment is meant to show. */
export function BasicsSection({ form, change, made, left }: BasicsProps) {
  const named = (name: string) =>
    change((before) => ({
      ...before,
      name,
      // The key follows the name until somebody writes one.
      ...(!made && before.key === keyOf(before.name) && { key: keyOf(name) }),
    }));
  return (
    <DraftSection title="What is tried">
      <div
        className="form-row"
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) left();
        }}
      >
        <TextControl label="Name" pointer="/name" value={form.name} change={named} />
        <TextControl
          label="Key"
          pointer="/key"
          value={form.key}
          change={(key) => change((before) => ({ ...before, key }))}
          hint={made ? 'The key stays.' : undefined}
          disabled={made}
          max={100}
          code
        />
        <FlagChoice form={form} change={change} made={made} />
      </div>
      <TextAreaControl
        label="Hypothesis"
        pointer="/hypothesis"
        value={form.hypothesis}
        change={(hypothesis) => change((before) => ({ ...before, hypothesis }))}
        placeholder="Because …, we expect … to lead to …"
        rows={2}
      />
      <TextAreaControl
        label="Description"
        pointer="/description"
        value={form.description}
        change={(description) => change((before) => ({ ...before, description }))}
        rows={2}
      />
    </DraftSection>
  );
}
