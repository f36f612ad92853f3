import { POOLED } from '../aggregation/deltas.js';

/** Exposed subjects, each once: those exposed to several variants are left out. */
export const subjectsIn = (rows: readonly { readonly variant: string; readonly subjects: number }[]): number =>
  rows.reduce((sum, { variant, subjects }) => (variant === POOLED ? sum : sum + subjects), 0);
