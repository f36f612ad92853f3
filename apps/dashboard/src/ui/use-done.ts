import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useToast, type Toast } from './toasts.js';

/** After a command: what is shown is read again, and a toast says what happened. */
export function useDone(): (toast: Toast | string) => void {
  const queries = useQueryClient();
  const show = useToast();
  return useCallback(
    (toast) => {
      void queries.invalidateQueries();
      show(typeof toast === 'string' ? { text: toast } : toast);
    },
    [queries, show],
  );
}
