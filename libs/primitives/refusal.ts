/** Why a decider refuses: what the caller may do, what the state allows, what the input says. */
export type RefusalKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict';

/** A business rule's no. `code` is stable and in snake case, `pointer` names the field where there is one. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly pointer?: string,
    /** What else the answer says beside code and message. */
    readonly members?: Readonly<Record<string, string>>,
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
export const conflict = (code: string, message: string, members?: Readonly<Record<string, string>>): Refusal =>
  new Refusal('conflict', code, message, undefined, members);
