import { currentEnvironment } from '../server/environment.js';
import type { Role } from '../server/documents.js';
import { useSignedIn } from './session.js';

const ROLES: readonly Role[] = ['viewer', 'experimenter', 'approver', 'admin'];

/** `everywhere`: what the command changes is shared by all environments, so the role of one does not count. */
type Reach = 'here' | 'everywhere';

/**
 * Why the signed-in user may not do what needs a role; null: they may. The server decides: this only says it before.
 */
export function useObstacle(needed: Role, reach: Reach = 'here', environment = currentEnvironment()): string | null {
  const { user, scopes } = useSignedIn();
  if (!scopes.includes('manage')) return 'The key that you signed in with may only read.';
  if (user === null) return 'Sign in as a user to change things.';
  const role = (reach === 'here' ? user.environmentRoles[environment] : undefined) ?? user.role;
  if (ROLES.indexOf(role) >= ROLES.indexOf(needed)) return null;
  const where = reach === 'here' ? ` in ${environment}` : '';
  return `This needs the role ${needed}${where}. You are ${role}.`;
}
