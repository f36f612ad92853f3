/** The pattern of keys of flags, metrics, variants, … */
export const KEY_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;
export const KEY_MESSAGE =
  "must be 1 to 100 of a-z A-Z 0-9 _ - . and start with a letter or digit; 'assay.' is reserved";

export const isKey = (value: unknown): boolean =>
  typeof value === 'string' && KEY_PATTERN.test(value) && !value.startsWith('assay.');
