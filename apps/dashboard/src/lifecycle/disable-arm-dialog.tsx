import { useState } from 'react';
import { Field } from '../forms/field.js';
import { ActDialog } from './act-dialog.js';
import { acts } from './acts.js';
import { useReasonNeeded } from './use-reason-needed.js';
import type { LifecycleDialogProps } from './lifecycle-dialog.js';

/** Takes an arm out. Enabling it again is an amendment. */
export function DisableArmDialog({ experiment, close }: LifecycleDialogProps) {
  const left = experiment.variants.filter(({ key }) => !experiment.disabledArms.includes(key));
  const first = left.find(({ control }) => !control) ?? left[0];
  const [chosen, setChosen] = useState(first?.key ?? '');
  const control = left.find((variant) => variant.control);
  const isControl = control?.key === chosen;
  const commentNeeded = useReasonNeeded(experiment);
  return (
    <ActDialog
      title="Disable an arm"
      action={isControl ? 'Pause the experiment' : 'Disable the arm'}
      danger
      commentNeeded={commentNeeded}
      close={close}
      said={() => (isControl ? 'Paused' : `Disabled ${chosen}`)}
      act={(comment) => acts.disableArm(experiment, chosen, comment)}
    >
      <Field label="Arm">
        {(field) => (
          <select {...field} value={chosen} onChange={(event) => setChosen(event.target.value)}>
            {left.map(({ key, control: is }) => (
              <option key={key} value={key}>
                {is ? `${key} (control)` : key}
              </option>
            ))}
          </select>
        )}
      </Field>
      <p>
        {isControl
          ? 'Without control there is no comparison: this pauses the experiment.'
          : `Its subjects get what ${control?.key ?? 'control'} serves, at once. Enabling it again is an amendment that is voted on.`}
      </p>
    </ActDialog>
  );
}
