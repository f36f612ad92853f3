import { type ReactNode } from 'react';
import { type Problem } from '../server/client.js';

export function Loading({ what }: { what: string }) {
  return (
    <p className="notice notice-loading" role="status">
      <span className="spinner" aria-hidden="true" />
      Loading {what}…
    </p>
  );
}

export function Failed({ problem, retry }: { problem: Problem; retry: () => void }) {
  return (
    <div className="notice notice-failed" role="alert">
      <p>{problem.message}</p>
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

export function Empty({ title, level = 2, children }: { title: string; level?: 1 | 2; children?: ReactNode }) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="notice notice-empty">
      <Heading>{title}</Heading>
      {children}
    </div>
  );
}
