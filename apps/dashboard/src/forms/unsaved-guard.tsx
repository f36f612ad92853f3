import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../ui/confirm-dialog.js';

/** Asks before a page with unsaved changes is left: within the dashboard, and by closing the tab. */
export function UnsavedGuard({ unsaved }: { readonly unsaved: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => unsaved,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      title="Leave without saving?"
      open={blocker.status === 'blocked'}
      close={() => blocker.reset?.()}
      action="Leave and discard"
      danger
      pending={false}
      error={null}
      confirm={() => blocker.proceed?.()}
    >
      <p>The changes on this page are not saved.</p>
    </ConfirmDialog>
  );
}
