import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { useSignedIn } from '../session/session.js';

/** Why the signed-in user may not do what only the owner and admins may; null: they may. */
export function useOwnerObstacle(experiment: Pick<Schemas['Experiment'], 'owner'> | null): string | null {
  const role = useObstacle('experimenter');
  const { user } = useSignedIn();
  if (role !== null) return role;
  if (experiment === null || user === null || user.role === 'admin' || user.id === experiment.owner.id) return null;
  return `Only the owner ${experiment.owner.name} or an admin may do this.`;
}
