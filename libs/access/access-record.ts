import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { Author } from '../event-sourcing/author.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** A kind of refused command. */
export interface RefusedCommand {
  readonly method: string;
  /** The route, without the ids in it: `/v1/flags/:key`. */
  readonly route: string;
  /** 403 or 409. */
  readonly status: number;
  /** Why, as the answer said. */
  readonly code: string;
}

/** Refused commands of one account and one address within a minute. */
export interface RefusedCommands {
  /** The id of the user or service key; `many` where too many were refused to tell them apart. */
  readonly account: string;
  /** The address that they came from; a network of 64 bits of IPv6; `anywhere` of a client key. */
  readonly address: string;
  /** Up to 20 kinds; the last one stands for all further ones. */
  readonly commands: readonly (RefusedCommand & { readonly count: number })[];
}

/** Something that was exported as a whole. */
export interface Export {
  readonly account: string;
  readonly address: string;
  /** As of a refused command. */
  readonly route: string;
  readonly format: string;
  /** Names of the parameters that narrowed it. */
  readonly parameters: readonly string[];
}

/** On `access_record-<id>`: for the audit only, nothing is decided from it. */
export type AccessRecordEvent = DomainEvent<'commands_refused', RefusedCommands> | DomainEvent<'exported', Export>;

const ACCESS_RECORD_CATEGORY = 'access_record';
export const accessRecordStream = (id: string): string => `${ACCESS_RECORD_CATEGORY}-${id}`;

export const accessRecordAggregate: Aggregate<null, AccessRecordEvent> = {
  category: ACCESS_RECORD_CATEGORY,
  codec: eventCodec<AccessRecordEvent>({ commands_refused: 1, exported: 1 }),
  initialState: null,
  shared: true,
  evolve: () => null,
};

/** Kinds of commands that a sentence names. */
const NAMED = 3;

/** One sentence for people, such as `Olga exported /v1/audit as csv`. */
export function accessSentence(event: AccessRecordEvent, by: Author): string {
  if (event.type === 'exported') return `${by.name} exported ${event.data.route} as ${event.data.format}`;
  const { commands, address } = event.data;
  const count = commands.reduce((sum, each) => sum + each.count, 0);
  const words = count === 1 ? 'a command' : `${count} commands`;
  const listed = commands.slice(0, NAMED).map(({ method, route, code }) => `${method} ${route} (${code})`);
  const more = commands.length > NAMED ? ', …' : '';
  return `${by.name} was refused ${words} from ${address}: ${listed.join(', ')}${more}`;
}
