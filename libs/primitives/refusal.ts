/** Why a decider refuses: invalid input, a missing permission, an unknown target, or a state that does not allow it. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict';

/** What a refusal says besides code and message. */
export interface Facts {
  /** Percent: the room that is left, or the share that is taken. */
  readonly free?: string;
  readonly share?: string;
  /** The verdict that a completion is against, and the kinds of its reasons. */
  readonly verdict?: string;
  readonly reasons?: readonly string[];
  /** Keys of the flags that require a flag. */
  readonly dependents?: readonly string[];
  /** In words: everything that uses a variant. */
  readonly users?: readonly string[];
}

/** A refusal by a business rule. `code` is stable and in snake case; `pointer` names the field, if there is one. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly pointer?: string,
    readonly facts: Facts = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export const invalid = (code: string, message: string, pointer?: string): Refusal =>
  new Refusal('invalid', code, message, pointer);
export const forbidden = (code: string, message: string): Refusal => new Refusal('forbidden', code, message);
export const notFound = (what: string, id: string): Refusal =>
  new Refusal('not_found', 'not_found', `no such ${what}: ${id}`);
export const conflict = (code: string, message: string, facts?: Facts): Refusal =>
  new Refusal('conflict', code, message, undefined, facts);
