const COLOURS = 8;

/** The CSS class for a variant's colour, by the variant's index. */
export function seriesClass(index: number): string {
  return `series series-${(index % COLOURS).toString()}`;
}
