import { operatorOf } from './operators.js';
import { isObject, type Condition, type Group, type Json, type Node, type Row, type ValueType } from './model.js';

/** What the tree says, or which of its parts is not finished. */
export type Written =
  { readonly fault: null; readonly condition: Condition | null } | { readonly fault: string; readonly part: string };

/** A part that cannot be written yet. */
class Unfinished extends Error {
  constructor(
    readonly part: string,
    message: string,
  ) {
    super(message);
  }
}

/** Writes a condition; null, which is everybody, for a tree without rows. */
export function writeCondition(tree: Group): Written {
  if (tree.parts.length === 0 && (tree.mode === 'all' || tree.mode === 'any')) return { fault: null, condition: null };
  try {
    return { fault: null, condition: groupCondition(tree) };
  } catch (error) {
    if (error instanceof Unfinished) return { fault: error.message, part: error.part };
    throw error;
  }
}

function groupCondition(group: Group): Condition {
  const { id, mode, parts } = group;
  if (parts.length === 0) throw new Unfinished(id, 'The group has no conditions yet.');
  switch (mode) {
    case 'all':
      return together(parts);
    case 'any':
      return { $or: parts.map(conditionOf) };
    case 'none':
      return { $nor: parts.map(conditionOf) };
    case 'not':
      return { $not: together(parts) };
  }
}

const conditionOf = (node: Node): Condition =>
  node.kind === 'group' ? groupCondition(node) : Object.fromEntries([[attributeOf(node), expectedOf(node)]]);

/** One object for all parts. What its names cannot hold twice goes into a list. */
function together(parts: readonly Node[]): Condition {
  const members = new Map<string, Json>();
  const others: Condition[] = [];
  for (const part of parts) {
    const condition = conditionOf(part);
    const [name, expected] = Object.entries(condition)[0] ?? [];
    const isOne = name !== undefined && expected !== undefined && Object.keys(condition).length === 1;
    if (!isOne || name === '$and') others.push(condition);
    else if (!members.has(name)) members.set(name, expected);
    else {
      const merged = mergedOperators(members.get(name), expected);
      if (name.startsWith('$') || !merged) others.push(condition);
      else members.set(name, merged);
    }
  }
  if (others.length > 0) members.set('$and', others);
  return Object.fromEntries(members);
}

/** Two objects of operators as one, if they name different ones. */
function mergedOperators(held: Json | undefined, added: Json): Json | undefined {
  if (!isObject(held) || !isObject(added)) return undefined;
  const names = [...Object.keys(held), ...Object.keys(added)];
  const areOperators = areAllOperators(held) && areAllOperators(added);
  return areOperators && new Set(names).size === names.length ? { ...held, ...added } : undefined;
}

const areAllOperators = (object: Condition): boolean => {
  const names = Object.keys(object);
  return names.length > 0 && names.every((name) => name.startsWith('$'));
};

function attributeOf({ id, attribute }: Row): string {
  if (attribute === '') throw new Unfinished(id, 'The condition names no attribute yet.');
  if (attribute.startsWith('$')) throw new Unfinished(id, 'An attribute cannot begin with $.');
  return attribute;
}

function expectedOf(row: Row): Json {
  const { operator, type, text } = row;
  switch (operatorOf(operator).value) {
    case 'none':
      return { $exists: operator === 'present' };
    case 'scalar': {
      const value = scalarOf(row, type, text);
      return operator === 'is' ? value : { [operator]: value };
    }
    case 'list': {
      const items = text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      if (items.length === 0) throw new Unfinished(row.id, 'The list has no values yet.');
      return { [operator]: items.map((item) => scalarOf(row, type === 'number' ? 'number' : 'text', item)) };
    }
    case 'length':
      return { [operator]: scalarOf(row, 'number', text) };
    case 'version':
    case 'pattern':
    case 'group':
    case 'type':
      if (text === '') throw new Unfinished(row.id, 'The condition has no value yet.');
      return { [operator]: text };
    case 'json':
      return jsonOf(row);
  }
}

function scalarOf(row: Row, type: ValueType, text: string): Json {
  switch (type) {
    case 'text':
      return text;
    case 'number': {
      const number = Number(text);
      if (text.trim() === '' || !Number.isFinite(number)) throw new Unfinished(row.id, `“${text}” is not a number.`);
      return number;
    }
    case 'boolean':
      return text === 'true';
    case 'null':
      return null;
  }
}

function jsonOf({ id, text }: Row): Json {
  try {
    // The cast says what JSON.parse returns.
    return JSON.parse(text) as Json;
  } catch {
    throw new Unfinished(id, 'The value is not JSON yet.');
  }
}
