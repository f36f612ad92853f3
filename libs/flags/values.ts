import type { Json } from '../event-store/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { isKey, KEY_MESSAGE } from '../primitives/key.js';
import { own } from '../primitives/own.js';
import { below } from '../primitives/pointer.js';
import { invalid } from '../primitives/refusal.js';
import type { FlagDefault, FlagMetadata, FlagType, Variants } from './flag.events.js';

const MAX_VARIANTS = 50;
const MAX_METADATA = 50;
const MAX_METADATA_TEXT = 1_000;

/** True if a flag of this type may serve the value. */
export function isOfType(type: FlagType, value: Json): boolean {
  switch (type) {
    case 'boolean':
    case 'string':
    case 'number':
      return typeof value === type;
    case 'json':
      return value !== null && typeof value === 'object';
  }
}

/** @throws Refusal `wrong_value_type` with the pointer of the value */
export function checkValue(type: FlagType, value: Json, pointer: string): void {
  if (isOfType(type, value)) return;
  const wanted = type === 'json' ? 'an object or an array' : `a ${type}`;
  throw invalid('wrong_value_type', `the flag is of type ${type}: the value must be ${wanted}`, pointer);
}

/** @throws Refusal for too many variants, a name that is no key, a value of another type */
export function checkVariants(type: FlagType, variants: Variants): void {
  const names = Object.keys(variants);
  if (names.length > MAX_VARIANTS) {
    throw invalid('too_many_variants', `a flag has at most ${MAX_VARIANTS} variants`, '/variants');
  }
  for (const [name, value] of Object.entries(variants)) {
    const pointer = below('/variants', name);
    if (!isKey(name)) throw invalid('invalid_key', `the name of a variant ${KEY_MESSAGE}`, pointer);
    checkValue(type, value, pointer);
  }
}

/** A default in a request: a value, or one of the flag's variants. */
export interface DefaultRequest {
  readonly default?: Json | undefined;
  readonly defaultVariant?: string | undefined;
}

/**
 * The default that a request names. If the flag has named variants it is one of them, even if given by its value.
 * @throws Refusal if it is named twice or not at all, or does not fit the flag
 */
export function defaultOf(type: FlagType, variants: Variants, request: DefaultRequest): FlagDefault {
  const { default: value, defaultVariant: variant } = request;
  if (value !== undefined && variant !== undefined) {
    throw invalid('invalid_value', 'name either default or defaultVariant', '/defaultVariant');
  }
  if (variant !== undefined) return { value: valueOf(variants, variant, '/defaultVariant'), variant };
  const isNamed = Object.keys(variants).length > 0;
  if (value === undefined) {
    const pointer = isNamed ? '/defaultVariant' : '/default';
    throw invalid('required', `say what the flag serves by default: ${pointer.slice(1)}`, pointer);
  }
  checkValue(type, value, '/default');
  const variantOfValue = variantWith(variants, value);
  if (isNamed && variantOfValue === null) {
    throw invalid('unknown_variant', 'none of the variants of the flag has this value', '/default');
  }
  return { value, variant: variantOfValue };
}

/** @throws Refusal `unknown_variant` */
export function valueOf(variants: Variants, variant: string, pointer: string): Json {
  const value = own(variants, variant);
  if (value === undefined)
    throw invalid('unknown_variant', `the flag has no variant ${variant.slice(0, 100)}`, pointer);
  return value;
}

/** The first variant by name that has the value; null if none has. */
export function variantWith(variants: Variants, value: Json): string | null {
  const wanted = canonicalJson(value);
  const names = Object.keys(variants).sort();
  return names.find((name) => canonicalJson(variants[name]) === wanted) ?? null;
}

/** @throws Refusal for metadata that is not flat, is too large, or has a name that is no key */
export function checkMetadata(metadata: Readonly<Record<string, Json>>): asserts metadata is FlagMetadata {
  const entries = Object.entries(metadata);
  if (entries.length > MAX_METADATA) {
    throw invalid('too_much_metadata', `a flag has at most ${MAX_METADATA} entries of metadata`, '/metadata');
  }
  for (const [name, value] of entries) {
    const pointer = below('/metadata', name);
    if (!isKey(name)) throw invalid('invalid_key', `the name of an entry ${KEY_MESSAGE}`, pointer);
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw invalid('invalid_value', 'metadata is flat: texts, numbers, booleans', pointer);
    }
    if (typeof value === 'string' && value.length > MAX_METADATA_TEXT) {
      throw invalid('too_long', `a text of metadata has at most ${MAX_METADATA_TEXT} characters`, pointer);
    }
  }
}
