import type { Config } from '../../libs/platform/config.js';
import type { Committed, Progress } from '../../libs/projections/index.js';

/** What the thread that counts telemetry is given when it starts. */
export interface CountingWork {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly streamPrefix: string;
  readonly logLevel: string;
  readonly logFormat?: Config['logFormat'];
}

/** To the thread: what operators ask of it (revisions of their requests, -1 for none), or the end. */
export type ToCounting =
  { readonly kind: 'asked'; readonly rebuild: number; readonly replay: number } | { readonly kind: 'stop' };

/** From the thread: what was just counted, of its events only those that the guardrail monitor heeds; how far it is. */
export type FromCounting =
  | { readonly kind: 'committed'; readonly committed: Committed }
  | { readonly kind: 'progress'; readonly progress: Progress | undefined };
