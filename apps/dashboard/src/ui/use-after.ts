import { useCallback } from 'react';
import { problemFrom } from '../server/client.js';
import { useToast, type Toast } from './toasts.js';
import { useDone } from './use-done.js';

/** What follows a command that a page sends without a form: a toast says that it is done, or why it was refused. */
export function useAfter() {
  const done = useDone();
  const show = useToast();
  return useCallback(
    (said: Toast | string) => ({
      onSuccess: () => done(said),
      onError: (error: unknown) => show({ text: problemFrom(error).message }),
    }),
    [done, show],
  );
}
