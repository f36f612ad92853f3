import { eventCodec } from '../event-sourcing/event-codec.js';
import type { Aggregate } from '../event-sourcing/aggregate.js';
import { canonicalJson } from '../primitives/canonical-json.js';
import { own } from '../primitives/own.js';
import { conflict, invalid } from '../primitives/refusal.js';
import { changeable, usableVariants, type Flag } from './flag.js';
import {
  FLAG_REQUIREMENTS_CATEGORY,
  type FlagEvent,
  type FlagRequirementsEvent,
  type Requirement,
} from './flag.events.js';

/** Of one flag, and of flags one above the other. They bound what a decision asks. */
export const MAX_REQUIREMENTS = 10;
export const MAX_CHAIN = 10;

/** The required variant of a flag that has no named ones: its one plain default. */
export const PLAIN_DEFAULT = 'default';

/** The reservations in the order of the log. */
export const flagRequirementsAggregate: Aggregate<null, FlagRequirementsEvent> = {
  category: FLAG_REQUIREMENTS_CATEGORY,
  codec: eventCodec<FlagRequirementsEvent>({ requires_reserved: 1, requires_closed: 1 }),
  initialState: null,
  shared: true,
  evolve: () => null,
};

/**
 * Replaces all prerequisites of a flag. The flags that they name are checked by `checkRequirable`, circles elsewhere.
 * @throws Refusal with the pointer of the first that is wrong
 */
export function replaceRequires(flag: Flag, requires: readonly Requirement[]): FlagEvent[] {
  if (requires.length > MAX_REQUIREMENTS) {
    throw invalid('too_many_requirements', `a flag requires at most ${MAX_REQUIREMENTS} others`, '');
  }
  requires.forEach(({ flag: key }, index) => {
    if (key === flag.key) throw invalid('circular_requirement', 'a flag cannot require itself', `/${index}/flag`);
    if (requires.findIndex((each) => each.flag === key) < index) {
      throw invalid('duplicate_key', `two requirements are of the flag ${key}`, `/${index}/flag`);
    }
  });
  if (canonicalJson(requires) === canonicalJson(flag.requires)) return [];
  return [{ type: 'flag_requires_replaced', data: { requires } }];
}

/**
 * Checks that a flag can be required, and has the variant.
 * @param isClosed true while the flag is being archived
 */
export function checkRequirable(
  flag: Flag | null,
  { flag: key, variant }: Requirement,
  at: string,
  isClosed: boolean,
): void {
  if (!flag) throw invalid('unknown_flag', `there is no flag ${key}`, `${at}/flag`);
  changeable(flag, key);
  if (isClosed) throw conflict('flag_archived', `the flag ${key} is being archived`);
  if (own(usableVariants(flag), variant) !== undefined) return;
  const isPlain = Object.keys(flag.variants).length === 0;
  if (isPlain && variant === PLAIN_DEFAULT) return;
  const hint = isPlain ? `: it has one plain value, which is called ${PLAIN_DEFAULT}` : '';
  throw invalid('unknown_variant', `the flag ${key} has no variant ${variant}${hint}`, `${at}/variant`);
}
