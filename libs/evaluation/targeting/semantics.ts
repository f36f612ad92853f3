/** The versions of what conditions mean. docs/targeting.md says what each changes. */
const KNOWN = [1, 2] as const;
export type Semantics = (typeof KNOWN)[number];

/** What is written now has these. */
export const CURRENT_SEMANTICS: Semantics = 2;

/** What holds conditions names the semantics that they were written under; absent: 1. */
export interface Meant {
  readonly semantics?: Semantics;
}

export const semanticsOf = ({ semantics = 1 }: Meant): Semantics => semantics;

/** For data of a later version, which may name other semantics. */
export const isKnownSemantics = (semantics: unknown): semantics is Semantics | undefined =>
  semantics === undefined || KNOWN.some((known) => known === semantics);
