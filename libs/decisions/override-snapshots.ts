import type { Experiment } from '../experiments/index.js';
import type { Flag } from '../flags/index.js';
import { own } from '../primitives/own.js';
import { servesOverrides, type Override } from '../subjects/index.js';
import type { OverrideSnapshot } from '../evaluation/index.js';

/**
 * A flag's overrides with the values that they serve now; those of a draft may still change. An override is left out if
 * its experiment no longer serves overrides, or has no such arm.
 */
export function overrideSnapshots(
  overrides: readonly Override[],
  { variants }: Flag,
  experimentOf: (id: string) => Experiment | null | undefined,
): OverrideSnapshot[] {
  return overrides.flatMap((override): OverrideSnapshot[] => {
    const { id, variant, experiment: of, for: overridden } = override;
    const terms = { id, variant, for: overridden, expiresAt: Date.parse(override.expiresAt) };
    if (of === null) {
      const value = own(variants, variant);
      return value === undefined ? [] : [{ ...terms, value, experiment: null }];
    }
    const experiment = experimentOf(of);
    const arm = experiment?.variants.find(({ key }) => key === variant);
    if (!experiment || !arm || !servesOverrides(experiment)) return [];
    const { key, phase } = experiment;
    return [{ ...terms, value: arm.value, experiment: { id: of, key, phase } }];
  });
}
