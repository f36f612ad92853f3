import { InvalidConfig, type Config } from '../../platform/config.js';
import { parseRoleRules, type RoleRule } from './claims.js';

const WANTED = 'must be rules such as groups:admins=admin, groups:growth=experimenter@staging, *=viewer';

/** The configured rules; null: none are. @throws InvalidConfig */
export function configuredRoleRules({ roleRules }: Pick<Config, 'roleRules'>): readonly RoleRule[] | null {
  if (roleRules === undefined) return null;
  const rules = parseRoleRules(roleRules);
  if (!rules) throw new InvalidConfig([`ASSAY_SIGN_IN_ROLES ${WANTED}`]);
  return rules;
}
