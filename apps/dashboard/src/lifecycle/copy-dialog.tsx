import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { keyOf } from '../draft/key-of.js';
import { Field } from '../forms/field.js';
import { problemFrom, server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useToast } from '../ui/toasts.js';

interface CopyDialogProps {
  readonly experiment: Schemas['Experiment'];
  readonly open: boolean;
  readonly close: () => void;
}

/** Makes a new draft with the content of an experiment. */
export function CopyDialog({ experiment, open, close }: CopyDialogProps) {
  const { id } = experiment;
  const [name, setName] = useState(experiment.name);
  const [key, setKey] = useState(`${experiment.key}_2`.slice(-100));
  const [sameAssignment, setSameAssignment] = useState(false);
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending, error, reset } = server.useMutation('post', '/v1/experiments/{id}/copy', {
    onSuccess: async (copy) => {
      close();
      toast({ text: `Copied ${experiment.name} to ${copy.key}` });
      await navigate({ to: '/experiments/$id/edit', params: { id: copy.id }, ignoreBlocker: true });
      await queries.invalidateQueries();
    },
  });
  const refused = error === null ? null : problemFrom(error);
  const faultAt = (pointer: string) => refused?.errors.find((each) => each.pointer === pointer)?.detail;
  const keyFault = faultAt('/key') ?? (refused?.code === 'key_taken' ? refused.message : undefined);
  const body = { key: key.trim(), name: name.trim(), sameAssignment };
  return (
    <ConfirmDialog
      title="Copy this experiment"
      open={open}
      close={() => {
        reset();
        close();
      }}
      action="Make the copy"
      pending={isPending}
      error={keyFault === undefined && faultAt('/name') === undefined ? error : null}
      confirm={() => mutate({ params: { path: { id } }, body })}
    >
      <p>The copy is a new draft of yours with the same content. It needs a review of its own.</p>
      <Field label="Name" error={faultAt('/name')}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Key" error={keyFault}>
        {(control) => (
          <input
            {...control}
            className="code-input"
            maxLength={100}
            spellCheck={false}
            value={key}
            placeholder={keyOf(name)}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      <label className="check">
        <input type="checkbox" checked={sameAssignment} onChange={(event) => setSameAssignment(event.target.checked)} />
        Keep the same subjects in the same arms
      </label>
    </ConfirmDialog>
  );
}
