import type { ReactNode } from 'react';

/** A table's frame. It scrolls sideways where the table is too wide, also by keyboard. */
export function TableCard({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="card table-card" role="region" aria-label={`${label} (table)`} tabIndex={0}>
      {children}
    </div>
  );
}
