import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { Author } from '../event-sourcing/author.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** Refused commands of one account, one address and one kind within a minute. */
export interface RefusedCommands {
  /** The id of the user or service key; `many` where too many were refused to tell them apart. */
  readonly account: string;
  /** The address that they came from; a network of 64 bits of IPv6. */
  readonly address: string;
  readonly method: string;
  /** The route, without the ids in it: `/v1/flags/:key`. */
  readonly route: string;
  /** 403 or 409. */
  readonly status: number;
  /** Why, as the answer said. */
  readonly code: string;
  readonly count: number;
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

/** One sentence for people, such as `Olga exported /v1/audit as csv`. */
export function accessSentence(event: AccessRecordEvent, by: Author): string {
  if (event.type === 'exported') return `${by.name} exported ${event.data.route} as ${event.data.format}`;
  const { method, route, code, count, address } = event.data;
  const commands = count === 1 ? 'was refused a command' : `was refused ${count} commands`;
  return `${by.name} ${commands} from ${address}: ${method} ${route}, ${code}`;
}
