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

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="notice notice-empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
