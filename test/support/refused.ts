import { expect } from '@jest/globals';
import type { Answer } from './client.js';
import type { TestDatabase } from './database.js';

/** Expects a problem with this status and code and, if one is named, the pointer of the wrong field. */
export function expectRefused(
  answer: Answer,
  { status, code, pointer }: { readonly status: number; readonly code: string; readonly pointer?: string | undefined },
): void {
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  if (pointer !== undefined) {
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toContain(pointer);
  }
}

/** The number of events; those that only tell the audit of refused commands do not count. */
export async function eventsIn(database: TestDatabase): Promise<string> {
  const [row] = await database.query<{ n: string }>(
    `SELECT count(*) AS n FROM event_store.events WHERE category <> 'access_record'`,
  );
  return row?.n ?? '';
}

/** Replaces the words in the text of a table's row by their names. */
export const named = (text: string, names: Readonly<Record<string, string>>): string =>
  Object.entries(names).reduce((found, [word, name]) => found.replaceAll(word, name), text);
