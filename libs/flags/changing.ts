import { CURRENT_SEMANTICS } from '../evaluation/index.js';
import type { Json } from '../event-store/index.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { notFound } from '../primitives/refusal.js';
import { defaultIn, rulesIn, usableVariants, type Flag, type FlagEnvironment } from './flag.js';
import type { FlagEnvironmentEvent } from './flag.events.js';
import { rulesOf, type RuleDraft } from './rules.js';
import { defaultOf, variantWith, type DefaultRequest } from './values.js';

export function enableFlag(state: FlagEnvironment): FlagEnvironmentEvent[] {
  return state.enabled ? [] : [{ type: 'flag_enabled', data: {} }];
}

export function disableFlag(state: FlagEnvironment): FlagEnvironmentEvent[] {
  return state.enabled ? [{ type: 'flag_disabled', data: {} }] : [];
}

/** Replaces all rules. The same rules again keep their semantics. */
export function replaceRules(flag: Flag, state: FlagEnvironment, drafts: readonly RuleDraft[]): FlagEnvironmentEvent[] {
  const rules = rulesOf(drafts, usableVariants(flag), '');
  if (canonicalJson(rules) === canonicalJson(rulesIn(flag, state))) return [];
  return [{ type: 'flag_rules_replaced', data: { rules, semantics: CURRENT_SEMANTICS } }];
}

/** A pin that a completed experiment left on a flag. */
export interface EndablePin {
  readonly experiment: string;
  readonly value: Json;
}

/** Changes the default, which ends every pin. `pins` are those that have not ended yet, newest first. */
export function changeDefault(
  flag: Flag,
  state: FlagEnvironment,
  request: DefaultRequest,
  pins: readonly EndablePin[],
): FlagEnvironmentEvent[] {
  const { value, variant } = defaultOf(flag.type, usableVariants(flag), request);
  const lifted = pins.map((pin) => pin.experiment);
  // The same default set again still ends the pins that override it.
  if (lifted.length === 0 && canonicalJson({ value, variant }) === canonicalJson(defaultIn(flag, state))) return [];
  return [{ type: 'flag_default_changed', data: { default: value, defaultVariant: variant, lifted } }];
}

/** Makes a pin's value the default. This pin and older ones end; newer ones still override the default. */
export function adoptPin(flag: Flag, pins: readonly EndablePin[], experiment: string): FlagEnvironmentEvent[] {
  const { index, pin } = pinOf(pins, experiment);
  const lifted = pins.slice(index).map((each) => each.experiment);
  const defaultVariant = variantWith(usableVariants(flag), pin.value);
  return [{ type: 'flag_pin_adopted', data: { experiment, default: pin.value, defaultVariant, lifted } }];
}

export function liftPin(_: Flag, pins: readonly EndablePin[], experiment: string): FlagEnvironmentEvent[] {
  pinOf(pins, experiment);
  return [{ type: 'flag_pin_lifted', data: { experiment } }];
}

function pinOf(pins: readonly EndablePin[], experiment: string): { index: number; pin: EndablePin } {
  const index = pins.findIndex((pin) => pin.experiment === experiment);
  const pin = pins[index];
  if (!pin) throw notFound('pin', experiment);
  return { index, pin };
}
