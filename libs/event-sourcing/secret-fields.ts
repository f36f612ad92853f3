/**
 * Names of the secrets in the data of events and in states: salts, hashes of keys and passwords. They stand at the top,
 * where no caller chooses names. Nothing that people read shows them.
 */
export const SECRET_FIELDS: readonly string[] = [
  'salt',
  'hash',
  'previousSecret',
  'password',
  'passwordHash',
  'secret',
  'token',
];

/** The data of an event, or a state, without its secrets. Values keep the texts that they were written as. */
export const withoutSecrets = <T extends object>(fields: T): Partial<T> =>
  // The cast is safe, because members are only taken away.
  Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET_FIELDS.includes(name))) as Partial<T>;
