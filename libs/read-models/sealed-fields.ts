import type { CredentialsEvent, IdentityEvent, UserEvent } from '../access/index.js';
import {
  personOwner,
  type Placed,
  type SealedField,
  type SealedFields,
} from '../event-sourcing/sealing/sealed-fields.js';
import type { ExperimentEvent } from '../experiments/index.js';
import type { DestinationEvent } from '../notifications/index.js';

type Sealable = UserEvent | CredentialsEvent | IdentityEvent | ExperimentEvent | DestinationEvent;

/** The person whose stream it is: `user-<id>`, `credentials-<id>`. */
const ofUsersStream = ({ stream }: Placed): string => personOwner(stream.slice(stream.indexOf('-') + 1));
const ofStream = ({ stream }: Placed): string => stream;

/** The person who is named at a path as `{ id, name }`. */
const personAt = (field: string): SealedField => ({
  path: [field, 'name'],
  owner: ({ data }) => {
    const person = data[field];
    const id = typeof person === 'object' && person !== null && 'id' in person ? person.id : undefined;
    return typeof id === 'string' ? personOwner(id) : undefined;
  },
});

const ofUser = (...path: string[]): SealedField => ({ path, owner: ofUsersStream });
const ofThing = (...path: string[]): SealedField => ({ path, owner: ofStream });
const ofUserId: SealedField['owner'] = ({ data }) =>
  typeof data.userId === 'string' ? personOwner(data.userId) : undefined;

const BY_TYPE = {
  user_added: [ofUser('name'), ofUser('email')],
  user_changed: [ofUser('name')],
  password_set: [ofUser('passwordHash')],
  identity_joined: [ofUser('subject')],
  identity_bound: [{ path: ['subject'], owner: ofUserId }],
  experiment_drafted: [personAt('owner')],
  experiment_transferred: [personAt('owner')],
  experiment_completed: [personAt('askedBy')],
  destination_added: [ofThing('to'), ofThing('secret')],
  destination_changed: [ofThing('to'), ofThing('secret')],
  destination_secret_rotated: [ofThing('secret')],
} satisfies { readonly [Type in Sealable['type']]?: readonly SealedField[] };

const FORGETS = {
  user_forgotten: ofUsersStream,
  destination_removed: ofStream,
} satisfies { readonly [Type in Sealable['type']]?: (event: Placed) => string };

/** Names, e-mail addresses and secrets in events. One that is not listed here is in the log for everybody to read. */
export const SEALED_FIELDS: SealedFields = { byType: BY_TYPE, forgets: FORGETS };
