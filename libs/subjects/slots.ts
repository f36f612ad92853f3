import { SLOTS } from '../evaluation/index.js';

/** Slots of a conflict domain in the order of their addition, as ranges with exclusive ends. */
export type Slots = readonly (readonly [from: number, end: number])[];

/** The single slots, in the same order. */
export const eachOf = (slots: Slots): number[] =>
  slots.flatMap(([from, end]) => Array.from({ length: end - from }, (_, index) => from + index));

/** Single slots as ranges, in the same order. */
export function rangesOf(slots: readonly number[]): Slots {
  const ranges: [number, number][] = [];
  for (const slot of slots) {
    const last = ranges.at(-1);
    if (last?.[1] === slot) last[1] += 1;
    else ranges.push([slot, slot + 1]);
  }
  return ranges;
}

/** The slots added first. */
export const firstOf = (slots: Slots, count: number): Slots => rangesOf(eachOf(slots).slice(0, count));

/** The slots except those taken, in the same order. */
export function without(slots: Slots, taken: ReadonlySet<number>): Slots {
  return rangesOf(eachOf(slots).filter((slot) => !taken.has(slot)));
}

/** All slots of a domain, ascending. */
export const allSlots = (): number[] => Array.from({ length: SLOTS }, (_, slot) => slot);
