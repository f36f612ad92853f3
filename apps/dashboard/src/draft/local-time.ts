/** An instant as `datetime-local` shows it, in the reader's zone, to the minute; empty for none. */
export function localText(instant: string | null): string {
  if (instant === null) return '';
  const date = new Date(instant);
  const two = (value: number) => `${value}`.padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of a `datetime-local`; null for an empty one, undefined for what is no time. */
export function instantOf(text: string): string | null | undefined {
  if (text === '') return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
