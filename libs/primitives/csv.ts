/** One cell. Numbers and booleans stand as JSON has them; null is an empty cell. */
export type Cell = string | number | boolean | null;

// A spreadsheet takes such a text for a formula.
const FORMULA = /^[=+\-@\t\r]/;
const TO_QUOTE = /[",\r\n]/;

/**
 * A table with a header row by RFC 4180: lines end with CR LF. A text that begins with = + - @, a tab or CR gets an
 * apostrophe before it and quotes around it, so that no spreadsheet runs it.
 */
export function csvOf(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map(csvRow).join('');
}

/** One line of a table, as `csvOf` writes it. */
export const csvRow = (row: readonly Cell[]): string => `${row.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  if (FORMULA.test(cell)) return quoted(`'${cell}`);
  return TO_QUOTE.test(cell) ? quoted(cell) : cell;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
