import { useState } from 'react';
import { contentOf } from './content-of.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { DiffLines } from '../review/diff-lines.js';
import { describePart } from '../review/describe.js';
import { foreignChanges, savedContentOf, type ForeignChange, type Part } from './changes.js';
import type { DraftState } from './draft-store.js';

interface ConflictDialogProps {
  readonly state: DraftState;
  readonly merge: (taken: readonly Part[]) => void;
}

/** Shows what somebody else changed beside one's own, and lets one choose for each part. */
export function ConflictDialog({ state, merge }: ConflictDialogProps) {
  const { held, theirs, form, saved } = state;
  const [open, setOpen] = useState(true);
  if (held === null || theirs === null) return null;
  const [base, other] = [savedContentOf(held, form.type), savedContentOf(theirs, form.type)];
  const changes = foreignChanges(base, other, contentOf(form).content, saved);
  return (
    <>
      <div className="conflict-notice" role="alert">
        <p>Somebody else changed this experiment meanwhile. Nothing is saved until you have merged the two.</p>
        <Button onClick={() => setOpen(true)}>Look at the changes</Button>
      </div>
      <Dialog title="Somebody else changed it" open={open} close={() => setOpen(false)} size="wide">
        <Merge
          key={theirs.revision}
          changes={changes}
          state={state}
          merge={(taken) => {
            setOpen(false);
            merge(taken);
          }}
        />
      </Dialog>
    </>
  );
}

interface MergeProps extends ConflictDialogProps {
  readonly changes: readonly ForeignChange[];
}

function Merge({ changes, state, merge }: MergeProps) {
  const { theirs, form } = state;
  const [kept, setKept] = useState<ReadonlySet<Part>>(() => new Set());
  if (theirs === null) return null;
  const other = savedContentOf(theirs, form.type);
  const mine = contentOf(form).content;
  const keep = (part: Part, keeps: boolean) =>
    setKept((before) => new Set([...before].filter((each) => each !== part).concat(keeps ? [part] : [])));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        merge(changes.map(({ part }) => part).filter((part) => !kept.has(part)));
      }}
    >
      <div className="dialog-body">
        {theirs.status !== 'draft' && <p className="refusal">It is {theirs.status.replace('_', ' ')} now.</p>}
        {changes.length === 0 && <p>They changed nothing of what stands here: your changes can be saved.</p>}
        {changes.map(({ part, both }) => (
          <fieldset key={part.name} className="merge-part">
            <legend>{part.name}</legend>
            <DiffLines
              before={describePart(part, mine)}
              after={describePart(part, other)}
              names={['yours', 'theirs']}
            />
            <div className="merge-choice">
              <label className="check">
                <input type="radio" name={part.name} checked={!kept.has(part)} onChange={() => keep(part, false)} />
                Take theirs
              </label>
              <label className="check">
                <input type="radio" name={part.name} checked={kept.has(part)} onChange={() => keep(part, true)} />
                {both ? 'Keep mine' : 'Keep it as it was here'}
              </label>
            </div>
          </fieldset>
        ))}
        <p className="field-hint">What only you changed stays as you wrote it.</p>
      </div>
      <footer className="dialog-foot">
        <Button type="submit" kind="primary">
          Merge and save
        </Button>
      </footer>
    </form>
  );
}
