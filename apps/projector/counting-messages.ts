import type { Config } from '../../libs/platform/config.js';
import type { Committed, Progress } from '../../libs/projections/index.js';

/** The settings of the thread that counts telemetry. */
export interface CountingWork {
  readonly databaseUrl: string;
  readonly eventStoreUrl: string;
  readonly streamPrefix: string;
  readonly logLevel: string;
  readonly logFormat?: Config['logFormat'];
}

/** Messages to the thread: requests of operators (revisions of their events, -1 for none), or the end. */
export type ToCounting =
  { readonly kind: 'asked'; readonly rebuild: number; readonly replay: number } | { readonly kind: 'stop' };

/** Messages from the thread: a commit, with only the events that the guardrail monitor needs, or the progress. */
export type FromCounting =
  | { readonly kind: 'committed'; readonly committed: Committed }
  | { readonly kind: 'progress'; readonly progress: Progress | undefined };
