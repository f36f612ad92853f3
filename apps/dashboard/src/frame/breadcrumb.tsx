import { Link } from '@tanstack/react-router';
import type { PlainPath } from './plain-path.js';

interface Step {
  readonly to: PlainPath;
  readonly name: string;
}

/** Where a page belongs. @param here the key or name of what the page shows */
export function Breadcrumb({ trail, here }: { readonly trail: readonly Step[]; readonly here: string }) {
  return (
    <nav aria-label="Breadcrumb" className="breadcrumb">
      {trail.map(({ to, name }) => (
        <span key={name} className="breadcrumb-step">
          <Link to={to}>{name}</Link>
          <span aria-hidden="true">/</span>
        </span>
      ))}
      <span className="key" aria-current="page">
        {here}
      </span>
    </nav>
  );
}
