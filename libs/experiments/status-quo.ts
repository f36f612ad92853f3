import type { Condition } from '../evaluation/index.js';
import type { Json } from '../event-store/index.js';
import { defaultIn, rulesIn, type Flag, type FlagEnvironment, type FlagPin } from '../flags/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { own } from '../primitives/own.js';

/**
 * The value that a flag serves an audience today. Only pins and rules for exactly this audience or for everybody count,
 * because the overlap with any other audience is unknown.
 * @returns undefined if there is no single value
 */
export function statusQuo(
  flag: Flag,
  here: FlagEnvironment,
  pins: readonly FlagPin[],
  audience: Condition | null,
): Json | undefined {
  const { value } = defaultIn(flag, here);
  if (!here.enabled) return value;
  const wanted = canonicalJson(audience ?? {});
  const covers = (condition: Condition | null): boolean => {
    const text = canonicalJson(condition ?? {});
    return text === '{}' || text === wanted;
  };
  const pin = pins.find(({ targeting }) => covers(targeting));
  if (pin) return pin.value;
  const rule = rulesIn(flag, here).find(({ when }) => covers(when));
  if (!rule) return value;
  return typeof rule.serve === 'string' ? own(flag.variants, rule.serve) : undefined;
}
