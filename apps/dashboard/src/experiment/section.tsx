import { type ReactNode, useId } from 'react';
import { Failed, Loading } from '../loading/notices.js';
import { type Resource } from '../loading/resource.js';

interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Section({ title, note, className, children }: SectionProps) {
  const heading = useId();
  return (
    <section className={className} aria-labelledby={heading}>
      <div className="section-head">
        <h2 id={heading}>{title}</h2>
        {note}
      </div>
      {children}
    </section>
  );
}

/** Shows a resource's value, or that it is loading or has failed. */
export function Shown<T>(props: { resource: Resource<T>; what: string; children: (value: T) => ReactNode }) {
  const { loaded, reload } = props.resource;
  switch (loaded.status) {
    case 'loading':
      return <Loading what={props.what} />;
    case 'failed':
      return <Failed problem={loaded.problem} retry={reload} />;
    case 'ready':
      return props.children(loaded.value);
  }
}
