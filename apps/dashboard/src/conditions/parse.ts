import { operatorOf, TYPES } from './operators.js';
import {
  isObject,
  newGroup,
  newRow,
  type Condition,
  type Group,
  type Json,
  type Mode,
  type Node,
  type Row,
} from './model.js';

const LISTS: ReadonlyMap<string, Mode> = new Map([
  ['$and', 'all'],
  ['$or', 'any'],
  ['$nor', 'none'],
]);

/** The groups and rows of a condition; undefined if it is malformed, so that only its JSON can be shown. */
export function parseCondition(condition: Condition | null): Group | undefined {
  const parts = partsOf(condition ?? {});
  if (!parts) return undefined;
  const [first, ...others] = parts;
  return first?.kind === 'group' && others.length === 0 ? first : newGroup('all', parts);
}

function partsOf(condition: Condition): readonly Node[] | undefined {
  const parts: Node[] = [];
  for (const [name, expected] of Object.entries(condition)) {
    const read = name.startsWith('$') ? groupOf(name, expected) : rowsOf(name, expected);
    if (!read) return undefined;
    parts.push(...read);
  }
  return parts;
}

function groupOf(name: string, expected: Json): readonly Node[] | undefined {
  if (name === '$not') {
    const parts = isObject(expected) ? partsOf(expected) : undefined;
    return parts && [newGroup('not', parts)];
  }
  const mode = LISTS.get(name);
  if (mode === undefined || !Array.isArray(expected)) return undefined;
  const parts: Node[] = [];
  // The cast is needed because isArray does not know readonly arrays.
  for (const each of expected as readonly Json[]) {
    const read = isObject(each) ? partsOf(each) : undefined;
    if (!read) return undefined;
    const [first] = read;
    parts.push(first && read.length === 1 ? first : newGroup('all', read));
  }
  return [newGroup(mode, parts)];
}

/** All operators of one attribute must hold: each is a row. */
function rowsOf(attribute: string, expected: Json): readonly Row[] {
  if (!isObject(expected)) return [scalarRow(attribute, 'is', expected) ?? rawRow(attribute, expected)];
  const names = Object.keys(expected);
  if (names.length === 0 || !names.every((name) => name.startsWith('$'))) return [rawRow(attribute, expected)];
  return Object.entries(expected).map(
    ([name, argument]) => operatorRow(attribute, name, argument) ?? rawRow(attribute, { [name]: argument }),
  );
}

const rawRow = (attribute: string, expected: Json): Row =>
  newRow({ attribute, operator: 'json', text: JSON.stringify(expected) });

function operatorRow(attribute: string, operator: string, argument: Json): Row | undefined {
  if (operator === '$exists') return newRow({ attribute, operator: argument ? 'present' : 'missing' });
  const text = (holds: boolean) =>
    holds && isOneLine(argument) ? newRow({ attribute, operator, text: argument }) : undefined;
  const known = operatorOf(operator);
  switch (known.value) {
    case 'scalar':
      return scalarRow(attribute, operator, argument);
    case 'list':
      return listRow(attribute, operator, argument);
    case 'version':
      return (
        text(true) ?? (typeof argument === 'number' ? newRow({ attribute, operator, text: `${argument}` }) : undefined)
      );
    case 'pattern':
    case 'group':
      return text(true);
    case 'type':
      return text(TYPES.some((type) => type === argument));
    case 'length':
      return typeof argument === 'number'
        ? newRow({ attribute, operator, type: 'number', text: `${argument}` })
        : undefined;
    case 'json':
    case 'none':
      return undefined;
  }
}

function scalarRow(attribute: string, operator: string, value: Json): Row | undefined {
  if (value === null) return newRow({ attribute, operator, type: 'null' });
  if (typeof value === 'boolean') return newRow({ attribute, operator, type: 'boolean', text: `${value}` });
  if (typeof value === 'number') return newRow({ attribute, operator, type: 'number', text: `${value}` });
  return isOneLine(value) ? newRow({ attribute, operator, type: 'text', text: value }) : undefined;
}

function listRow(attribute: string, operator: string, value: Json): Row | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  // The cast is needed because isArray does not know readonly arrays.
  const items = value as readonly Json[];
  const numbers = items.filter((item) => typeof item === 'number');
  if (numbers.length === items.length) return newRow({ attribute, operator, type: 'number', text: numbers.join('\n') });
  const texts = items.filter(isOneLine).filter((item) => item !== '' && item === item.trim());
  if (texts.length === items.length) return newRow({ attribute, operator, type: 'text', text: texts.join('\n') });
  return undefined;
}

/** Only such a text survives in a control of one line. */
const isOneLine = (value: Json): value is string => typeof value === 'string' && !/[\r\n]/.test(value);
