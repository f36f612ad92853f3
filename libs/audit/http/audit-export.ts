import { Readable } from 'node:stream';
import { csvRow, type Cell } from '../../primitives/csv.js';
import { stringifyAsWritten } from '../../primitives/written-json.js';
import type { Format } from '../../platform/http/returns.js';
import type { AuditRow } from '../read-model/index.js';
import { entryDocument } from './entry-document.js';

const COLUMNS = [
  ...['position', 'revision', 'at', 'type', 'by_kind', 'by_id', 'by_name', 'environment', 'entity_kind', 'entity_id'],
  ...['summary', 'correlation_id', 'causation_id', 'data', 'changes'],
];

/** Entries as text, one piece per page. The reader's pace decides when the next page is read. */
export function exported(pages: AsyncIterable<readonly AuditRow[]>, format: Format): Readable {
  return Readable.from(format === 'csv' ? tableOf(pages) : linesOf(pages));
}

async function* linesOf(pages: AsyncIterable<readonly AuditRow[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${inOneLine(entryDocument(row))}\n`).join('');
}

async function* tableOf(pages: AsyncIterable<readonly AuditRow[]>): AsyncGenerator<string> {
  yield csvRow(COLUMNS);
  for await (const rows of pages) yield rows.map((row) => csvRow(cellsOf(row))).join('');
}

/** A value keeps the text that it was written as, perhaps with line breaks between its members. */
const inOneLine = (tree: unknown): string => stringifyAsWritten(tree).replaceAll(/[\r\n]+/g, ' ');

function cellsOf(row: AuditRow): Cell[] {
  return [
    ...[row.position, Number(row.revision), row.at, row.type, row.by_kind, row.by_id, row.by_name, row.environment],
    ...[row.entity_kind, row.entity_id, row.summary, row.correlation_id, row.causation_id],
    ...[inOneLine(row.data), inOneLine(row.changes)],
  ];
}
