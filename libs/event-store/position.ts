declare const position: unique symbol;

/**
 * A position in the log: opaque, and sortable as a string. The part after a '/' (EventStoreDB's prepare position)
 * serves resubscription; a checkpoint with prepare 0 is before the event at that commit.
 */
export type Position = string & { readonly [position]: true };

/** Parses a position from the wire or a table. @throws TypeError for a malformed one */
export function parsePosition(text: string): Position {
  if (!/^[0-9a-f]{16,64}(\/[0-9a-f]{16})?$/.test(text)) throw new TypeError('not a position');
  return text as Position;
}

/** True if a reader that has handled everything up to `have` has also handled `want`. */
export function hasReached(have: Position | undefined, want: Position): boolean {
  if (have === undefined) return false;
  const [haveMain = '', haveRest] = have.split('/');
  const [wantMain = '', wantRest] = want.split('/');
  if (haveMain !== wantMain) return haveMain > wantMain;
  if (haveRest === undefined || wantRest === undefined) return true;
  return haveRest >= wantRest;
}

/** The later of two positions. */
export function laterOf(a: Position | undefined, b: Position): Position {
  return a === undefined || hasReached(b, a) ? b : a;
}
