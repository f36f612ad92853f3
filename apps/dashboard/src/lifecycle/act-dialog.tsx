import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Field } from '../forms/field.js';
import { experimentQuery } from '../live/cache-updates.js';
import { problemFrom, type Problem } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useToast } from '../ui/toasts.js';

type Experiment = Schemas['Experiment'];

interface ActDialogProps {
  readonly title: string;
  /** What the button says. */
  readonly action: string;
  readonly danger?: boolean;
  readonly close: () => void;
  /** What to say instead of nothing; absent: nothing need be said. */
  readonly commentNeeded?: string | undefined;
  readonly act: (comment: string | null) => Promise<Experiment>;
  /** What the toast says afterwards. */
  readonly said: (after: Experiment) => string;
  /** The consequences, and further fields. A function is told why the act was refused. */
  readonly children: ReactNode | ((refused: Problem | null) => ReactNode);
}

/** Asks before an act of an experiment's life, with a comment for its history, and says why it was refused. */
export function ActDialog(props: ActDialogProps) {
  const { title, action, danger = false, close, commentNeeded, act, said, children } = props;
  const [comment, setComment] = useState('');
  const [missing, setMissing] = useState(false);
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: act,
    onSuccess: async (after) => {
      queries.setQueryData(experimentQuery(after.id).queryKey, after);
      toast({ text: said(after) });
      close();
      await queries.invalidateQueries();
    },
    onError: async (refusal) => {
      // What was shown is old.
      if (problemFrom(refusal).status === 412) await queries.invalidateQueries();
    },
  });
  const refused = error === null ? null : problemFrom(error);
  const isStale = refused?.status === 412;
  const fault = refused?.errors.find(({ pointer }) => pointer === '/comment')?.detail;
  const given = comment.trim() === '' ? null : comment;
  return (
    <ConfirmDialog
      title={title}
      open
      close={close}
      action={action}
      danger={danger}
      pending={isPending}
      error={fault === undefined && !isStale ? error : null}
      confirm={() => {
        const isMissing = commentNeeded !== undefined && given === null;
        setMissing(isMissing);
        if (!isMissing) mutate(given);
      }}
    >
      {typeof children === 'function' ? children(refused) : children}
      {isStale && (
        <p className="refusal" role="alert">
          It changed while this was open. Look at it again, then repeat.
        </p>
      )}
      <Field
        label={commentNeeded === undefined ? 'Comment (optional)' : 'Comment'}
        error={missing && given === null ? commentNeeded : fault}
      >
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={2}
            maxLength={2_000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
