import type { Aggregate } from '../event-sourcing/aggregate.js';
import type { Author } from '../event-sourcing/author.js';
import type { DomainEvent } from '../event-sourcing/decider.js';
import { eventCodec } from '../event-sourcing/event-codec.js';

/** How a session began. */
export const WAYS_IN = ['password', 'oidc', 'key'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/** Refused sign-ins of one account and one address within a minute. */
export interface RefusedSignIns {
  /** The id that a user with the given e-mail address has or would have. */
  readonly account: string;
  /** The address that they came from; a network of 64 bits of IPv6. */
  readonly address: string;
  readonly reason: 'wrong_credentials' | 'too_many_attempts';
  readonly count: number;
}

/** On `sign_in-<id>`: for the audit only, nothing is decided from it. The id is the session's or of the minute. */
export type SignInEvent =
  | DomainEvent<'signed_in', { account: string; via: WayIn }>
  | DomainEvent<'signed_out', { account: string }>
  | DomainEvent<'session_ended', { account: string }>
  | DomainEvent<'sign_ins_refused', RefusedSignIns>;

const SIGN_IN_CATEGORY = 'sign_in';
export const signInStream = (id: string): string => `${SIGN_IN_CATEGORY}-${id}`;

export const signInAggregate: Aggregate<null, SignInEvent> = {
  category: SIGN_IN_CATEGORY,
  codec: eventCodec<SignInEvent>({ signed_in: 1, signed_out: 1, session_ended: 1, sign_ins_refused: 1 }),
  initialState: null,
  shared: true,
  evolve: () => null,
};

const WAYS: Readonly<Record<WayIn, string>> = {
  password: 'by password',
  oidc: 'at the identity provider',
  key: 'with an API key',
};

const REFUSALS: Readonly<Record<RefusedSignIns['reason'], string>> = {
  wrong_credentials: 'the password was wrong',
  too_many_attempts: 'too many attempts had failed before',
};

/** One sentence for people, such as `Olga signed in by password`. */
export function signInSentence(event: SignInEvent, by: Author): string {
  switch (event.type) {
    case 'signed_in':
      return `${by.name} signed in ${WAYS[event.data.via]}`;
    case 'signed_out':
      return `${by.name} signed out`;
    case 'session_ended':
      return `${by.name} ended another of their sessions`;
    case 'sign_ins_refused': {
      const { account, address, count, reason } = event.data;
      const tries = count === 1 ? 'A sign-in was' : `${count} sign-ins were`;
      return `${tries} refused to the account ${account} from ${address}: ${REFUSALS[reason]}`;
    }
  }
}
