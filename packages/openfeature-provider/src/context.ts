import { contextOf, type EvaluationContext } from '../../../libs/decisions/index.js';
import { parseBody } from '../../../libs/platform/body-parser.js';
import { Problem } from '../../../libs/platform/problem.js';

/**
 * Reads a context as the server reads it from JSON: dates become texts, undefined members are omitted, and the same
 * contexts are refused.
 * @throws Problem 400
 */
export function readContext(context: object): EvaluationContext {
  return contextOf(isPlain(context) ? { context } : parseBody(Buffer.from(jsonOf({ context }))));
}

function jsonOf(body: object): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new Problem(400, 'invalid_context', `the context is not JSON: ${String(error)}`);
  }
}

/** True if JSON would leave all members unchanged, so that the round trip can be skipped. */
function isPlain(context: object): boolean {
  for (const [name, value] of Object.entries(context) as [string, unknown][]) {
    if (!isPlainText(name)) return false;
    switch (typeof value) {
      case 'boolean':
        break;
      case 'number':
        if (!Number.isFinite(value)) return false;
        break;
      case 'string':
        if (!isPlainText(value)) return false;
        break;
      default:
        if (value !== null) return false;
    }
  }
  return true;
}

const isPlainText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
