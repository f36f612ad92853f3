import { below } from '../../primitives/pointer.js';
import { invalid, type Refusal } from '../../primitives/refusal.js';
import { kindOf } from './compile-condition.js';
import type { Condition } from './condition.js';
import { excessOf, isPlainObject } from './extent.js';
import { isComparison, isVersionComparison, TYPES } from './operators.js';
import { patternFault } from './pattern.js';
import { parseVersion } from './version.js';

/**
 * Refuses a malformed condition, which would hold for nobody: unknown operators, wrong arguments, invalid patterns,
 * patterns that need backtracking, and excessive depth or size.
 * @param at JSON pointer of the condition in the body
 * @throws Refusal with the pointer of the error
 */
export function checkCondition(condition: unknown, at = ''): asserts condition is Condition {
  const excess = excessOf(condition, at);
  if (excess) throw invalid(excess.code, excess.detail, excess.pointer);
  checkFields(condition, at);
}

function checkFields(condition: unknown, at: string): void {
  if (!isPlainObject(condition)) throw malformed('a condition is an object', at);
  for (const [name, expected] of Object.entries(condition)) {
    const pointer = below(at, name);
    switch (name) {
      case '$and':
      case '$or':
      case '$nor':
        checkList(expected, name, pointer);
        expected.forEach((each, index) => checkFields(each, `${pointer}/${index}`));
        break;
      case '$not':
        checkFields(expected, pointer);
        break;
      default:
        if (name.startsWith('$')) throw unknownOperator(name, pointer);
        checkExpected(expected, pointer);
    }
  }
}

function checkExpected(expected: unknown, at: string): void {
  if (!isPlainObject(expected)) return;
  switch (kindOf(expected)) {
    case 'literal':
      return;
    case 'mixed':
      throw malformed('either operators or an object to compare with, not both', at);
    case 'operators':
      for (const [name, argument] of Object.entries(expected)) checkOperator(name, argument, below(at, name));
  }
}

function checkOperator(name: string, argument: unknown, at: string): void {
  if (isComparison(name)) return;
  if (isVersionComparison(name)) {
    if (parseVersion(argument)) return;
    throw invalid('invalid_version', `${name} takes a version, such as 1.2.3`, at);
  }
  switch (name) {
    case '$eq':
    case '$ne':
    case '$exists':
      return;
    case '$in':
    case '$nin':
    case '$ini':
    case '$nini':
      return checkList(argument, name, at);
    case '$all':
    case '$alli':
      checkList(argument, name, at);
      return argument.forEach((each, index) => checkExpected(each, `${at}/${index}`));
    case '$elemMatch':
      if (!isPlainObject(argument)) throw malformed('$elemMatch takes an object', at);
      return kindOf(argument) === 'operators' ? checkExpected(argument, at) : checkFields(argument, at);
    case '$size':
    case '$not':
      return checkExpected(argument, at);
    case '$type':
      if (TYPES.some((type) => type === argument)) return;
      throw malformed(`$type takes one of ${TYPES.join(', ')}`, at);
    case '$regex':
    case '$regexi':
    case '$not-regex': {
      const fault = patternFault(argument, name === '$regexi');
      if (fault) throw invalid(fault.code, fault.detail, at);
      return;
    }
    case '$inGroup':
    case '$notInGroup':
      if (typeof argument !== 'string') throw malformed(`${name} takes the key of a group`, at);
      return;
    default:
      throw unknownOperator(name, at);
  }
}

function checkList(value: unknown, name: string, at: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(`${name} takes a list`, at);
}

const unknownOperator = (name: string, at: string): Refusal =>
  invalid('unknown_operator', `there is no operator ${name.slice(0, 100)} here`, at);

const malformed = (message: string, at: string): Refusal => invalid('invalid_condition', message, at);
