import { InvalidConfig, type Config } from '../../platform/config.js';
import { parseRoleRules, parseTeamRules, type RoleRule, type TeamRule } from './claims.js';

const WANTED = 'must be rules such as groups:admins=admin, groups:growth=experimenter@staging, *=viewer';

const WANTED_TEAMS = 'must be rules such as groups:payments=olga@example.org, groups:growth=emil@example.org';

/** The configured rules of teams; none by default. @throws InvalidConfig */
export function configuredTeamRules({ teamRules }: Pick<Config, 'teamRules'>): readonly TeamRule[] {
  if (teamRules === undefined) return [];
  const rules = parseTeamRules(teamRules);
  if (!rules) throw new InvalidConfig([`ASSAY_SIGN_IN_TEAMS ${WANTED_TEAMS}`]);
  return rules;
}

/** The configured rules; null: none are. @throws InvalidConfig */
export function configuredRoleRules({ roleRules }: Pick<Config, 'roleRules'>): readonly RoleRule[] | null {
  if (roleRules === undefined) return null;
  const rules = parseRoleRules(roleRules);
  if (!rules) throw new InvalidConfig([`ASSAY_SIGN_IN_ROLES ${WANTED}`]);
  return rules;
}
