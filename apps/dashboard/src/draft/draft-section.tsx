import { useId, type ReactNode } from 'react';
import type { DraftForm } from './form.js';

/** What each section of the form gets. */
export interface SectionProps {
  readonly form: DraftForm;
  readonly change: (next: (form: DraftForm) => DraftForm) => void;
}

interface DraftSectionProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function DraftSection({ title, hint, actions, children }: DraftSectionProps) {
  const heading = useId();
  return (
    <section className="card form-section draft-section" aria-labelledby={heading}>
      <header className="draft-section-head">
        <h2 id={heading}>{title}</h2>
        {actions}
      </header>
      {hint !== undefined && <p className="field-hint">{hint}</p>}
      {children}
    </section>
  );
}

/** The list with one row changed. */
export const withRow = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  id: string,
  change: Partial<Row>,
): readonly Row[] => rows.map((row) => (row.id === id ? { ...row, ...change } : row));
