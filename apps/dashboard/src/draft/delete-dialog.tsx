import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { server } from '../server/client.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { useToast } from '../ui/toasts.js';
import type { Experiment } from './form.js';

interface DeleteDialogProps {
  readonly experiment: Experiment;
  readonly open: boolean;
  readonly close: () => void;
}

export function DeleteDialog({ experiment, open, close }: DeleteDialogProps) {
  const { id, name, key, revision } = experiment;
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  const { mutate, isPending, error } = server.useMutation('delete', '/v1/experiments/{id}', {
    onSuccess: async () => {
      toast({ text: `Deleted the draft ${name}` });
      await navigate({ to: '/experiments', ignoreBlocker: true });
      await queries.invalidateQueries();
    },
  });
  return (
    <ConfirmDialog
      title="Delete this draft?"
      open={open}
      close={close}
      action="Delete the draft"
      danger
      pending={isPending}
      error={error}
      confirm={() => mutate({ params: { path: { id }, header: { 'If-Match': `"${revision}"` } } })}
    >
      <p>
        <strong dir="auto">{name}</strong> goes from all lists. Its key <code>{key}</code> is free again, and its
        history stays in the audit log.
      </p>
    </ConfirmDialog>
  );
}
