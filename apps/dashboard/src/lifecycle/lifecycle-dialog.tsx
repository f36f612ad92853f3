import { displayDecimal } from '../format/decimal.js';
import type { Schemas } from '../server/documents.js';
import { ActDialog } from './act-dialog.js';
import { acts } from './acts.js';
import { CompleteDialog } from './complete-dialog.js';
import { Consequences } from './consequences.js';
import { CopyDialog } from './copy-dialog.js';
import { DisableArmDialog } from './disable-arm-dialog.js';
import { TrafficDialog } from './traffic-dialog.js';
import { TransferDialog } from './transfer-dialog.js';
import { useReasonNeeded } from './use-reason-needed.js';

export type LifecycleAct =
  | 'start'
  | 'pause'
  | 'resume'
  | 'complete'
  | 'traffic'
  | 'freeze'
  | 'disable-arm'
  | 'archive'
  | 'restore'
  | 'transfer'
  | 'copy';

export interface LifecycleDialogProps {
  readonly experiment: Schemas['Experiment'];
  readonly close: () => void;
}

/** The dialog of an act. */
export default function LifecycleDialog({ act, ...props }: LifecycleDialogProps & { readonly act: LifecycleAct }) {
  switch (act) {
    case 'start':
      return <StartDialog {...props} />;
    case 'pause':
      return <PauseDialog {...props} />;
    case 'resume':
      return <ResumeDialog {...props} />;
    case 'complete':
      return <CompleteDialog {...props} />;
    case 'traffic':
      return <TrafficDialog {...props} />;
    case 'freeze':
      return <FreezeDialog {...props} />;
    case 'disable-arm':
      return <DisableArmDialog {...props} />;
    case 'archive':
      return <ArchiveDialog {...props} />;
    case 'restore':
      return <RestoreDialog {...props} />;
    case 'transfer':
      return <TransferDialog {...props} />;
    case 'copy':
      return <CopyDialog {...props} open />;
  }
}

function StartDialog({ experiment, close }: LifecycleDialogProps) {
  const { traffic, targeting, variants, guardrails, schedule, flag } = experiment;
  return (
    <ActDialog
      title="Start this experiment"
      action="Start the experiment"
      close={close}
      said={() => 'Started'}
      act={(comment) => acts.start(experiment, comment)}
    >
      <Consequences id={experiment.id} />
      <ul className="consequences">
        <li>
          It takes {displayDecimal(traffic)}% of {targeting === null ? 'all subjects' : 'the subjects that match'} of
          the flag <code>{flag}</code>:{' '}
          {variants.map(({ key, weight }) => `${key} ${displayDecimal(weight)}%`).join(', ')}.
        </li>
        <li>
          {guardrails.length === 0
            ? 'No guardrail watches it: only a person stops harm.'
            : `Guardrails watch it: ${guardrails.map(({ key, action }) => `${key} (${action.replace('_', ' ')})`).join(', ')}.`}
        </li>
        <li>From now on its content changes only by narrowing, or by an amendment that is voted on.</li>
        {schedule?.stopAt && <li>It pauses by itself at its scheduled stop.</li>}
      </ul>
    </ActDialog>
  );
}

function PauseDialog({ experiment, close }: LifecycleDialogProps) {
  const commentNeeded = useReasonNeeded(experiment);
  return (
    <ActDialog
      title="Pause this experiment"
      action="Pause the experiment"
      commentNeeded={commentNeeded}
      close={close}
      said={() => 'Paused'}
      act={(comment) => acts.pause(experiment, comment)}
    >
      <p>Every subject gets what the flag serves without it. Its numbers stay, and it can be resumed.</p>
    </ActDialog>
  );
}

function ResumeDialog({ experiment, close }: LifecycleDialogProps) {
  const { pausedBy } = experiment;
  return (
    <ActDialog
      title="Resume this experiment"
      action="Resume the experiment"
      commentNeeded={pausedBy === null ? undefined : 'A guardrail paused it: say why it may go on.'}
      close={close}
      said={() => 'Resumed'}
      act={(comment) => acts.resume(experiment, comment)}
    >
      {pausedBy !== null && (
        <p>
          The guardrail <code>{pausedBy.guardrail}</code> paused it.
        </p>
      )}
      <p>Its subjects get their variants again, in a new phase. Guardrails judge anew from now on.</p>
    </ActDialog>
  );
}

function FreezeDialog({ experiment, close }: LifecycleDialogProps) {
  const commentNeeded = useReasonNeeded(experiment);
  return (
    <ActDialog
      title="Freeze enrolment"
      action="Freeze enrolment"
      danger
      commentNeeded={commentNeeded}
      close={close}
      said={() => 'Enrolment is frozen'}
      act={(comment) => acts.freeze(experiment, comment)}
    >
      <p>No new subjects join. Those who are enrolled keep their variants. It cannot be undone.</p>
    </ActDialog>
  );
}

function ArchiveDialog({ experiment, close }: LifecycleDialogProps) {
  return (
    <ActDialog
      title="Archive this experiment"
      action="Archive"
      close={close}
      said={() => 'Archived'}
      act={(comment) => acts.archive(experiment, comment)}
    >
      <p>It stays readable, and what it taught stays in the learnings. An admin can restore it.</p>
    </ActDialog>
  );
}

function RestoreDialog({ experiment, close }: LifecycleDialogProps) {
  return (
    <ActDialog
      title="Restore this experiment"
      action="Restore"
      close={close}
      said={() => 'Restored'}
      act={(comment) => acts.restore(experiment, comment)}
    >
      <p>It is a completed experiment again.</p>
    </ActDialog>
  );
}
