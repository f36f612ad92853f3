import {
  createSubjectDigest,
  parseDecisionKeys,
  type DecisionKeys,
  type Digest,
} from '../../../libs/decision-ids/index.js';
import type { AssayProviderOptions } from './options.js';

/** The checked options with defaults. */
export interface Settings {
  readonly snapshotUrl: string;
  readonly streamUrl: string;
  readonly eventsUrl: string;
  readonly apiKey: string;
  readonly decisionKeys: DecisionKeys;
  readonly digest: Digest;
  readonly exposes: boolean;
  readonly pollIntervalMs: number;
  readonly requestTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly flushIntervalMs: number;
  readonly maxQueuedEvents: number;
  readonly closeTimeoutMs: number;
}

// Checked at run time, because options from environment variables can be undefined in spite of the types.
const REQUIRED = ['baseUrl', 'apiKey', 'decisionKeys', 'subjectKey'] as const;
const EXPOSURES = new Set(['on_decide', 'none']);
const DAY_MS = 86_400_000;
const MOST_QUEUED = 1_000_000;

/** @throws Error that names the invalid option and contains no secret */
export function settingsOf(options: AssayProviderOptions): Settings {
  for (const name of REQUIRED) if (!options[name]) throw new RangeError(`${name} is required`);
  if (!EXPOSURES.has(options.exposures ?? 'on_decide')) throw new RangeError('exposures must be on_decide or none');
  const base = urlOf(options.baseUrl, 'baseUrl');
  const ingest = options.ingestUrl === undefined ? base : urlOf(options.ingestUrl, 'ingestUrl');
  if (!/^[!-~]{1,512}$/.test(options.apiKey)) throw new RangeError('apiKey must be an API key');
  if (options.subjectKey.length < 16) throw new RangeError('subjectKey must be a secret of 16 characters or more');
  return {
    snapshotUrl: `${base}/v1/snapshot`,
    streamUrl: `${base}/v1/snapshot/stream`,
    eventsUrl: `${ingest}/v1/events`,
    apiKey: options.apiKey,
    decisionKeys: parseDecisionKeys(options.decisionKeys),
    digest: createSubjectDigest(options.subjectKey),
    exposes: options.exposures !== 'none',
    pollIntervalMs: whole(options.pollIntervalMs, 10_000, DAY_MS, 'pollIntervalMs'),
    requestTimeoutMs: whole(options.requestTimeoutMs, 10_000, DAY_MS, 'requestTimeoutMs'),
    startTimeoutMs: whole(options.startTimeoutMs, 10_000, DAY_MS, 'startTimeoutMs'),
    flushIntervalMs: whole(options.flushIntervalMs, 1_000, DAY_MS, 'flushIntervalMs'),
    maxQueuedEvents: whole(options.maxQueuedEvents, 10_000, MOST_QUEUED, 'maxQueuedEvents'),
    closeTimeoutMs: whole(options.closeTimeoutMs, 5_000, DAY_MS, 'closeTimeoutMs'),
  };
}

function urlOf(text: string, name: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new RangeError(`${name} must be an address, http or https`);
  return text.replace(/\/+$/, '');
}

function whole(value: number | undefined, usual: number, most: number, name: string): number {
  if (value === undefined) return usual;
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`${name} must be a whole number from 1 to ${most}`);
}
