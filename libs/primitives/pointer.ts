/** The name of a member in a JSON pointer, as it was before it was escaped. */
export const nameOfStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** The JSON pointer (RFC 6901) of a member under another pointer. */
export const below = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
