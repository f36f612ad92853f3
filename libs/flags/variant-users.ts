import { canonicalJson } from '../primitives/canonical-json.js';
import type { Json } from '../event-store/index.js';
import type { FlagPin } from './flag-experiments.js';
import { defaultIn, namesVariant, rulesIn, type Flag, type FlagEnvironment } from './flag.js';

/** What uses a variant in one environment, in words: its default, its rules and the pins that experiments left. */
export function usersIn(
  environment: string,
  flag: Flag,
  here: FlagEnvironment,
  pins: readonly FlagPin[],
  { variant, value }: { readonly variant: string; readonly value: Json },
): string[] {
  const text = canonicalJson(value);
  return [
    ...(defaultIn(flag, here).variant === variant ? [`the default in ${environment}`] : []),
    ...rulesIn(flag, here).flatMap(({ name, serve }, index) =>
      namesVariant(serve, variant) ? [`the rule ${name ?? index + 1} in ${environment}`] : [],
    ),
    ...pins.flatMap((pin) =>
      pin.variant === variant || canonicalJson(pin.value) === text
        ? [`the pin of the experiment ${pin.experimentKey} in ${environment}`]
        : [],
    ),
  ];
}
