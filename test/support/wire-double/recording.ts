/** The shape of a recorded conversation, and the fields that comparisons ignore. */
import { readFileSync } from 'node:fs';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export interface JsonMessage {
  [key: string]: Json;
}

export interface RecordedMessage {
  readonly from: 'client' | 'server';
  readonly message: JsonMessage;
}

export interface RecordedCall {
  readonly method: string;
  readonly requestMetadata: Readonly<Record<string, string>>;
  readonly messages: readonly RecordedMessage[] | string;
  readonly status: { readonly code: string; readonly details: string; readonly trailers: Record<string, string> };
  /** Present when the recording holds only the first of them. */
  readonly messagesInAll?: number;
}

export interface RecordedScenario {
  readonly scenario: string;
  readonly clientSaw: unknown;
  readonly calls?: readonly RecordedCall[];
}

export interface Recording {
  readonly getSupportedMethods: JsonMessage;
  readonly scenarios: readonly RecordedScenario[];
  readonly threeNodes: readonly RecordedScenario[];
}

export function loadRecording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`../recordings/${name}`, import.meta.url), 'utf8')) as Recording;
}

export function messagesFrom(call: RecordedCall, from: RecordedMessage['from']): JsonMessage[] {
  if (typeof call.messages === 'string') return [];
  return call.messages.filter((message) => message.from === from).map(({ message }) => message);
}

/** The value under a path of keys, or undefined. */
export function at(message: Json | undefined, ...path: string[]): Json | undefined {
  let value: Json | undefined = message;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = value[key];
  }
  return value;
}

const TEXTS = new Set(['streamName', 'data', 'customMetadata']);

/** A protobuf message's object as the recording shows one: bytes as text, absent fields left out. */
export function asRecorded(value: unknown, key = ''): Json {
  if (typeof value === 'string') return TEXTS.has(key) ? Buffer.from(value, 'base64').toString('utf8') : value;
  if (Array.isArray(value)) return value.map((item) => asRecorded(item, key));
  if (typeof value !== 'object' || value === null) return value as Json;
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, asRecorded(field, name)]));
}

const ASIDE = new Set(['commitPosition', 'preparePosition', 'subscriptionId', 'instanceId', 'timeStamp', 'port']);

/** The value without fields that differ from run to run: positions, times, the server's own ids. */
export function comparable(value: Json, key = ''): Json {
  if (ASIDE.has(key)) return `<${key}>`;
  if (key === 'metadataMap' && Array.isArray(value)) return withoutTimes(value as [string, string][]);
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, comparable(field, name)]));
}

function withoutTimes(entries: readonly [string, string][]): Json {
  const sorted = entries.map(([name, value]): [string, string] => [name, name === 'created' ? '<created>' : value]);
  return sorted.sort(([a], [b]) => (a < b ? -1 : 1));
}
