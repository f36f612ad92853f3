import type { ReactNode } from 'react';
import { Breadcrumb } from '../frame/breadcrumb.js';
import type { PlainPath } from '../frame/plain-path.js';
import { useTitle } from '../frame/use-title.js';

interface PageProps {
  readonly title: string;
  /** The pages above this one. */
  readonly trail?: readonly { readonly to: PlainPath; readonly name: string }[];
  /** What the last step of the trail says; default the title. */
  readonly here?: string;
  /** Beside the title: badges. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The head that every page has, and its content. */
export function Page({ title, trail, here, beside, actions, children }: PageProps) {
  useTitle(title);
  return (
    <>
      {trail && <Breadcrumb trail={trail} here={here ?? title} />}
      <header className="page-head">
        <h1>{title}</h1>
        {beside}
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}
