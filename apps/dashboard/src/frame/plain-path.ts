import type { LinkProps } from '@tanstack/react-router';

/** A page whose address has no parameters. */
export type PlainPath = Exclude<NonNullable<LinkProps['to']>, `${string}$${string}` | '.' | '..'>;
