import { withoutSecrets } from '../logging/secrets-in-text.js';
import { isAsProblem } from '../problem.js';
import { isError, systemCode } from '../start-failure.js';

/** Describes a failed start to an operator: one line for a known kind, a stack trace for a defect of Assay. */
export function describeFailure(error: unknown): string {
  return withoutSecrets(lineOf(error) ?? (isError(error) ? (error.stack ?? error.message) : String(error)));
}

function lineOf(error: unknown): string | undefined {
  if (isError(error) && 'saysWhatToDo' in error) return error.message;
  const isKnown = isAsProblem(error) || systemCode(error) !== undefined || isFromDatabase(error);
  return isKnown ? [...new Set(messagesOf(error))].join(': ') : undefined;
}

/** Errors of PostgreSQL carry a SQLSTATE of five characters. */
function isFromDatabase(error: unknown): boolean {
  return isError(error) && 'severity' in error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));
}

/** The messages of an error and its causes, one line each. */
function messagesOf(error: unknown): string[] {
  if (!isError(error)) return [];
  const [first] = 'errors' in error ? (error.errors as unknown[]) : [];
  const message = error.message.trim().replace(/\s*\n\s*/g, ' ');
  return [...(message === '' ? [] : [message]), ...messagesOf(error.cause ?? first)];
}
