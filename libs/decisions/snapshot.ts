import { percentageToBuckets, withThresholds } from './bucketing.js';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type FlagType = 'boolean' | 'string' | 'number' | 'json';

/** All that one environment needs to know of a flag to decide it. */
export interface FlagSnapshot {
  readonly key: string;
  readonly type: FlagType;
  readonly enabled: boolean;
  readonly defaultValue: Json;
  /** The default's variant, 'default' for a flag with one plain default value. */
  readonly defaultVariant: string;
  /** The live (running or paused) experiment; a flag has at most one per environment. */
  readonly experiment?: ExperimentSnapshot | undefined;
  /** What completed experiments left behind, newest first. */
  readonly pins: readonly PinSnapshot[];
}

export interface ExperimentSnapshot {
  readonly id: string;
  readonly key: string;
  readonly status: 'running' | 'paused';
  readonly phase: number;
  /** Lasts the experiment's life: same subject, same variant. */
  readonly salt: string;
  /** How many of the 1 000 000 traffic buckets are in. */
  readonly trafficBuckets: number;
  readonly variants: readonly VariantSnapshot[];
  /** Keys of the arms whose subjects get control's value. */
  readonly disabledArms: readonly string[];
  /** Where enrolment is frozen and the enrolled are known: whether the subject is one; others get nothing of it. */
  readonly enrolled?: ((subject: string) => boolean) | undefined;
}

export interface VariantSnapshot {
  readonly key: string;
  readonly value: Json;
  readonly control: boolean;
  /** The variant bucket at which this variant's range ends, itself outside; it starts at the previous variant's. */
  readonly upTo: number;
}

export interface PinSnapshot {
  readonly experimentId: string;
  readonly experimentKey: string;
  readonly variant: string;
  readonly value: Json;
  readonly kind: 'rollout' | 'rollback';
}

/** A variant as it is configured: its weight a percentage, as a decimal. */
export interface VariantConfiguration extends Omit<VariantSnapshot, 'upTo'> {
  readonly weight: string;
}

/** An experiment as it is configured. The order of its variants is part of the assignment. */
export interface ExperimentConfiguration extends Omit<ExperimentSnapshot, 'trafficBuckets' | 'variants'> {
  /** Percentage, as a decimal. */
  readonly traffic: string;
  readonly variants: readonly VariantConfiguration[];
}

/**
 * Turns the percentages into buckets, once, so that decisions only compare integers.
 * @throws RangeError for a malformed percentage or weights whose sum is not exactly 100
 */
export function experimentSnapshot({ traffic, ...configuration }: ExperimentConfiguration): ExperimentSnapshot {
  return {
    ...configuration,
    trafficBuckets: percentageToBuckets(traffic),
    variants: withThresholds(configuration.variants),
  };
}
