import type { Schemas } from '../server/documents.js';
import { useSignedIn } from '../session/session.js';

/** A person who narrows somebody else's experiment says why. Undefined: nothing need be said. */
export function useReasonNeeded({ owner }: Pick<Schemas['Experiment'], 'owner'>): string | undefined {
  const { user } = useSignedIn();
  return user === null || user.id === owner.id ? undefined : `Say why: the experiment is ${owner.name}'s.`;
}
