import { wrongField } from '../../platform/problem.js';
import type { EvaluationRequest } from '../../evaluation/index.js';

const MAX_FLAGS = 1_000;
const MAX_SUBJECT = 1_000;
const NO_ATTRIBUTES: EvaluationRequest['attributes'] = {};
const FIELDS = new Set(['flag', 'flags', 'subjectId', 'attributes']);

export type DecideBody = Pick<EvaluationRequest, 'attributes'> & { readonly subjectId: string | undefined } & (
    | { readonly flag: string; readonly flags?: undefined }
    | { readonly flag?: undefined; readonly flags: readonly string[] }
  );

/** Checked by hand: this is the hot path. @throws Problem 400 `validation_failed` */
export function parseDecideBody(body: unknown): DecideBody {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw wrongField('', 'invalid_type', 'the body must be a JSON object');
  const { flag, flags, subjectId, attributes } = body as Record<string, unknown>;
  for (const name in body)
    if (!FIELDS.has(name)) throw wrongField(`/${name.slice(0, 100)}`, 'unknown_field', 'there is no such field');
  const about = { subjectId: subjectOf(subjectId), attributes: attributesOf(attributes) };
  if (flags === undefined || flags === null) return { flag: flagOf(flag), ...about };
  if (flag !== undefined && flag !== null) throw wrongField('/flags', 'invalid_value', 'name either flag or flags');
  return { flags: flagsOf(flags), ...about };
}

function flagOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) throw wrongField('/flag', 'required', 'name a flag, or several as flags');
  throw wrongField('/flag', 'invalid_type', 'flag must be a key');
}

function flagsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw wrongField('/flags', 'invalid_type', 'flags must be a list of keys');
  if (value.length > MAX_FLAGS) throw wrongField('/flags', 'too_long', `flags has at most ${MAX_FLAGS} keys`);
  return value.map((key: unknown, index) => {
    if (typeof key === 'string') return key;
    throw wrongField(`/flags/${index}`, 'invalid_type', 'flags must be a list of keys');
  });
}

function attributesOf(value: unknown): EvaluationRequest['attributes'] {
  if (value === undefined || value === null) return NO_ATTRIBUTES;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw wrongField('/attributes', 'invalid_type', 'attributes must be a JSON object');
  }
  // An object of JSON, which is no list.
  return value as EvaluationRequest['attributes'];
}

function subjectOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongField('/subjectId', 'invalid_type', 'subjectId must be a text');
  if (value.length > MAX_SUBJECT)
    throw wrongField('/subjectId', 'too_long', `subjectId has at most ${MAX_SUBJECT} characters`);
  return value;
}
