import type { Schemas } from '../server/documents.js';

export type Flag = Schemas['FlagWithPins'];
export type ListedFlag = Schemas['ListedFlag'];
export type Rule = Schemas['Rule'];
export type FlagType = Flag['type'];

export type FlagValue = Schemas['JsonValue'];

export const FLAG_TYPES = ['boolean', 'string', 'number', 'json'] as const satisfies readonly FlagType[];

/** What a flag serves where no rule holds, as its variant or its value. */
export function defaultText({ defaultVariant, default: value }: Pick<Flag, 'defaultVariant' | 'default'>): string {
  return defaultVariant ?? JSON.stringify(value);
}

/** Names that a rule, an override or a prerequisite may serve: a flag without variants has its default alone. */
export function variantNames({ variants }: Pick<Flag, 'variants'>): readonly string[] {
  const names = Object.keys(variants);
  return names.length > 0 ? names : ['default'];
}

/**
 * The value that somebody typed for a flag of a type: a string as it stands, anything else as JSON.
 * @throws SyntaxError for what is no JSON
 */
export function valueOf(type: FlagType, text: string): FlagValue {
  // What JSON.parse makes is JSON.
  return type === 'string' ? text : (JSON.parse(text) as FlagValue);
}

/** A value as one types it. */
export function textOf(type: FlagType, value: unknown): string {
  return type === 'string' && typeof value === 'string' ? value : JSON.stringify(value);
}
