const COLOURS = 8;

/** The class that gives a variant its colour, by its place among the variants. */
export function seriesClass(index: number): string {
  return `series series-${(index % COLOURS).toString()}`;
}
