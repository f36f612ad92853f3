import type { Json } from '../../event-store/index.js';
import type { AuditEntry } from '../entry.js';

/** Characters of a text that is searched: PostgreSQL's tsvector takes less than 1 MiB, an event has up to that. */
const MAX_TEXT = 64 * 1024;

/** The text that a search looks through: the thing, the summary, and the names and values in the data. */
export function wordsOf({ entity, summary, data }: Pick<AuditEntry, 'entity' | 'summary' | 'data'>): string {
  const words: string[] = [];
  let room = MAX_TEXT;
  const collect = (value: Json): void => {
    if (room <= 0 || value === null) return;
    if (typeof value !== 'object') {
      const word = String(value).slice(0, room);
      words.push(word);
      room -= word.length + 1;
    } else if (Array.isArray(value)) value.forEach(collect);
    else
      for (const [name, member] of Object.entries(value)) {
        collect(name);
        collect(member);
      }
  };
  [entity.id, summary, data].forEach(collect);
  return words.join(' ').toWellFormed();
}
