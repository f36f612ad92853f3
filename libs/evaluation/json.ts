/** An immutable JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
