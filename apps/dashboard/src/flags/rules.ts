import type { Condition } from '../conditions/model.js';
import type { Rule } from './flag-types.js';

/** A rule as it is edited. Its id is the page's own: it stays with the rule while it moves. */
export interface EditedRule {
  readonly id: number;
  readonly name: string;
  readonly when: Condition;
  readonly serve: Rule['serve'];
  /** Why the condition cannot be saved yet; null: it can. */
  readonly unfinished: string | null;
}

let lastId = 0;

/** A rule to edit: a stored one, or a new one for everybody. */
export function edited(rule: Rule): EditedRule {
  lastId += 1;
  // A stored condition is JSON.
  const when = rule.when as Condition;
  return { id: lastId, name: rule.name ?? '', when, serve: rule.serve, unfinished: null };
}

/** As the server takes it. */
export const asRequest = ({ name, when, serve }: EditedRule) => ({ name: name === '' ? null : name, when, serve });

/** Moves an item. A place beyond the ends is the end. */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined) return items;
  const rest = items.toSpliced(from, 1);
  return rest.toSpliced(Math.min(Math.max(to, 0), rest.length), 0, item);
}

/** Percents that add up to 100, as even as hundredths allow. */
export function evenSplit(names: readonly string[]): Record<string, string> {
  const hundredths = Math.floor(10_000 / Math.max(names.length, 1));
  return Object.fromEntries(
    names.map((name, index) => {
      const share = index === 0 ? 10_000 - hundredths * (names.length - 1) : hundredths;
      return [name, String(share / 100)];
    }),
  );
}

/** What is missing to 100 percent; negative: what is too much. Null where some share is no number. */
export function restOf(split: Readonly<Record<string, string>>): number | null {
  let hundredths = 0;
  for (const share of Object.values(split)) {
    const number = share.trim() === '' ? NaN : Number(share);
    if (!Number.isFinite(number)) return null;
    hundredths += Math.round(number * 100);
  }
  return (10_000 - hundredths) / 100;
}
