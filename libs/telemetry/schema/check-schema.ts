import type { Json, JsonObject } from '../../event-store/index.js';
import { below } from '../../primitives/pointer.js';
import { invalid } from '../../primitives/refusal.js';
import { compileSchema } from './property-schema.js';
import { targetOf } from './reference.js';

const MAX_SCHEMA_BYTES = 16 * 1024;
const MAX_SCHEMA_DEPTH = 16;
/** Maximum of schemas that one value can reach, through references too; it bounds the cost of a validation. */
const MAX_SCHEMA_NODES = 5_000;
const REFUSED_KEYWORDS = ['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$async', '$vocabulary'];

/**
 * Refuses a JSON Schema (draft 2020-12) that is invalid, or dangerous to validate with. A dangerous one is too large or
 * deep, has a `$ref` that leaves it or is recursive, or has a pattern that needs backtracking.
 * @throws Refusal with a pointer to the fault
 */
export function checkSchema(schema: JsonObject, pointer: string): void {
  const text = JSON.stringify(schema);
  // `contains` stops at the first matching item, so personal values of later items would stay.
  if (text.includes('"contains":') && text.includes('"personal":true')) {
    throw invalid('unsupported_keyword', 'contains and personal do not go together in one schema', pointer);
  }
  if (Buffer.byteLength(text) > MAX_SCHEMA_BYTES) {
    throw invalid('schema_too_large', `a schema has at most ${MAX_SCHEMA_BYTES} bytes`, pointer);
  }
  walk(schema, pointer, 1);
  countNodes(schema, schema, pointer, new Set(), new Map());
  try {
    compileSchema(schema);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid('invalid_schema', `this is no schema of properties: ${why.slice(0, 300)}`, pointer);
  }
}

function walk(value: Json, at: string, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth > MAX_SCHEMA_DEPTH) throw invalid('schema_too_deep', `a schema nests at most ${MAX_SCHEMA_DEPTH} deep`, at);
  for (const [key, member] of Object.entries(value)) {
    const pointer = below(at, key);
    if (!Array.isArray(value)) checkKeyword(key, member, pointer);
    walk(member, pointer, depth + 1);
  }
}

function checkKeyword(key: string, value: Json, pointer: string): void {
  if (REFUSED_KEYWORDS.includes(key)) throw invalid('unsupported_keyword', `${key} is not supported`, pointer);
  // The validator passes this name over, so a personal value under it would be kept.
  if (key === '__proto__') throw invalid('unsupported_name', 'a schema cannot describe __proto__', pointer);
  // `uniqueItems` compares every pair of items, and properties may have thousands.
  if (key === 'uniqueItems' && value === true) {
    throw invalid('unsupported_keyword', 'uniqueItems is not supported', pointer);
  }
  if (key === '$ref' && typeof value === 'string' && value !== '#' && !value.startsWith('#/')) {
    throw invalid('ref_outside', 'a $ref may only point into its own schema', pointer);
  }
}

/** The number of schemas that a value can reach from this one. @throws Refusal `schema_too_large`, `recursive_ref` */
function countNodes(
  schema: Json,
  root: JsonObject,
  pointer: string,
  open: Set<Json>,
  sizes: Map<Json, number>,
): number {
  if (schema === null || typeof schema !== 'object') return 1;
  const counted = sizes.get(schema);
  if (counted !== undefined) return counted;
  if (open.has(schema)) throw invalid('recursive_ref', 'a $ref may not come back to itself', pointer);
  open.add(schema);
  let nodes = 1;
  for (const [key, member] of Object.entries(schema)) {
    const next = key === '$ref' && typeof member === 'string' ? targetOf(root, member) : member;
    nodes += countNodes(next, root, pointer, open, sizes);
    if (nodes > MAX_SCHEMA_NODES) {
      throw invalid('schema_too_large', `a schema has at most ${MAX_SCHEMA_NODES} parts, references followed`, pointer);
    }
  }
  open.delete(schema);
  sizes.set(schema, nodes);
  return nodes;
}
