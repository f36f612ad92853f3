import type { Json } from '../event-store/index.js';
import type { Aggregate } from '../platform/command-runner.js';
import { eventCodec } from '../platform/event-codec.js';
import { conflict, invalid, notFound } from '../platform/refusal.js';
import type { FlagEnvironmentEvent, FlagEvent, FlagType } from './flag.events.js';

export interface Flag {
  readonly key: string;
  readonly type: FlagType;
  readonly default: Json;
  readonly description: string;
  readonly tags: readonly string[];
  readonly archived: boolean;
}

/** A flag as all environments share it; null before it is created. */
export const flagAggregate: Aggregate<Flag | null, FlagEvent> = {
  codec: eventCodec<FlagEvent>({
    flag_created: 1,
    flag_described: 1,
    flag_closed: 1,
    flag_reopened: 1,
    flag_archived: 1,
  }),
  initialState: null,
  shared: true,
  evolve: (flag, event) => {
    switch (event.type) {
      case 'flag_created':
        return { ...event.data, archived: false };
      case 'flag_described':
        return flag && { ...flag, ...event.data };
      case 'flag_closed':
      case 'flag_reopened':
        return flag;
      case 'flag_archived':
        return flag && { ...flag, archived: true };
    }
  },
};

/** Whether no experiment may start on the flag because it is being archived, from the events of its stream. */
export function isClosed(events: readonly { readonly type: string }[]): boolean {
  return events.findLast(({ type }) => type === 'flag_closed' || type === 'flag_reopened')?.type === 'flag_closed';
}

export interface FlagEnvironment {
  readonly enabled: boolean;
  /** Undefined until this environment changes it: then the flag's own default counts. */
  readonly default: Json | undefined;
  /** The experiments that reserved the flag, the last one last; whether it lives, its own stream tells. */
  readonly reservations: readonly string[];
  /** The experiments whose pins have ended. */
  readonly endedPins: readonly string[];
  /** Those of them that the last change of the default or of a pin ended. */
  readonly lifted: readonly string[];
}

export const flagEnvironmentAggregate: Aggregate<FlagEnvironment, FlagEnvironmentEvent> = {
  codec: eventCodec<FlagEnvironmentEvent>({
    flag_enabled: 1,
    flag_disabled: 1,
    flag_default_changed: 1,
    flag_pin_adopted: 1,
    flag_pin_lifted: 1,
    starts_abandoned: 1,
    experiment_reserved: 1,
  }),
  initialState: { enabled: true, default: undefined, reservations: [], endedPins: [], lifted: [] },
  evolve: (state, event) => {
    switch (event.type) {
      case 'flag_enabled':
        return { ...state, enabled: true };
      case 'flag_disabled':
        return { ...state, enabled: false };
      case 'flag_default_changed':
        return { ...state, default: event.data.default, ...ended(state, event.data.lifted) };
      case 'flag_pin_adopted':
        return { ...state, default: event.data.default, ...ended(state, event.data.lifted) };
      case 'flag_pin_lifted':
        return { ...state, ...ended(state, [event.data.experiment]) };
      case 'starts_abandoned':
        return state;
      case 'experiment_reserved':
        return { ...state, reservations: [...without(state.reservations, event.data), event.data.experimentId] };
    }
  },
};

const without = (ids: readonly string[], { experimentId }: { readonly experimentId: string }): string[] =>
  ids.filter((id) => id !== experimentId);

const ended = (state: FlagEnvironment, lifted: readonly string[]): Pick<FlagEnvironment, 'endedPins' | 'lifted'> => ({
  endedPins: [...state.endedPins, ...lifted],
  lifted,
});

/** The experiment that last reserved the flag. */
export const reservedBy = (state: FlagEnvironment): string | null => state.reservations.at(-1) ?? null;

/** True when the value is one that a flag of this type may serve. */
export function isOfType(type: FlagType, value: Json): boolean {
  switch (type) {
    case 'boolean':
    case 'string':
    case 'number':
      return typeof value === type;
    case 'json':
      return value !== null && typeof value === 'object';
  }
}

/** @throws Refusal `wrong_value_type` with the pointer of the value */
export function checkValue(type: FlagType, value: Json, pointer: string): void {
  if (isOfType(type, value)) return;
  const wanted = type === 'json' ? 'an object or an array' : `a ${type}`;
  throw invalid('wrong_value_type', `the flag is of type ${type}: the value must be ${wanted}`, pointer);
}

export interface CreateFlag {
  readonly key: string;
  readonly type: FlagType;
  readonly default: Json;
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

export function createFlag(flag: Flag | null, command: CreateFlag): FlagEvent[] {
  if (flag) throw conflict('key_taken', `the flag ${command.key} exists already`);
  checkValue(command.type, command.default, '/default');
  const { key, type, description = '', tags = [] } = command;
  return [{ type: 'flag_created', data: { key, type, default: command.default, description, tags: [...tags] } }];
}

/** The flag, where it may still be changed. @throws Refusal not_found, `flag_archived` */
export function changeable(flag: Flag | null, key: string): Flag {
  if (!flag) throw notFound('flag', key);
  if (flag.archived) throw conflict('flag_archived', `the flag ${key} is archived`);
  return flag;
}

export function describeFlag(
  flag: Flag | null,
  key: string,
  changes: { readonly description?: string | undefined; readonly tags?: readonly string[] | undefined },
): FlagEvent[] {
  changeable(flag, key);
  const { description, tags } = changes;
  if (description === undefined && tags === undefined) return [];
  return [
    {
      type: 'flag_described',
      data: { ...(description !== undefined && { description }), ...(tags !== undefined && { tags: [...tags] }) },
    },
  ];
}

export function enableFlag(state: FlagEnvironment): FlagEnvironmentEvent[] {
  return state.enabled ? [] : [{ type: 'flag_enabled', data: {} }];
}

export function disableFlag(state: FlagEnvironment): FlagEnvironmentEvent[] {
  return state.enabled ? [{ type: 'flag_disabled', data: {} }] : [];
}

/** What an experiment left on a flag. */
export interface EndablePin {
  readonly experiment: string;
  readonly value: Json;
}

/** Another default: every pin ends. `pins` are those that have not ended yet, newest first. */
export function changeDefault(flag: Flag, value: Json, pins: readonly EndablePin[]): FlagEnvironmentEvent[] {
  checkValue(flag.type, value, '/default');
  const lifted = pins.map((pin) => pin.experiment);
  return [{ type: 'flag_default_changed', data: { default: value, lifted } }];
}

/** A pin's value becomes the default: this pin and the older ones end, newer ones stay above it. */
export function adoptPin(pins: readonly EndablePin[], experiment: string): FlagEnvironmentEvent[] {
  const { index, pin } = pinOf(pins, experiment);
  const lifted = pins.slice(index).map((each) => each.experiment);
  return [{ type: 'flag_pin_adopted', data: { experiment, default: pin.value, lifted } }];
}

export function liftPin(pins: readonly EndablePin[], experiment: string): FlagEnvironmentEvent[] {
  pinOf(pins, experiment);
  return [{ type: 'flag_pin_lifted', data: { experiment } }];
}

function pinOf(pins: readonly EndablePin[], experiment: string): { index: number; pin: EndablePin } {
  const index = pins.findIndex((pin) => pin.experiment === experiment);
  const pin = pins[index];
  if (!pin) throw notFound('pin', experiment);
  return { index, pin };
}
