import { ROLES, type Role } from '../../event-sourcing/author.js';
import type { TeamMembership } from '../team-members.js';
import type { EnvironmentRoles } from '../user.js';

/** What an identity provider says of a person. */
export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** True only if the provider says that it has checked the address. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A value of a claim; `a.b` is the member `b` of `a`. */
interface Claim {
  readonly path: readonly string[];
  readonly value: string;
}

/** Puts people whose claim has a value into the team of an owner. */
export interface TeamRule {
  readonly claim: Claim;
  /** E-mail address. */
  readonly owner: string;
}

/** Gives a role to people whose claim has a value; `claim` null: to everybody. */
export interface RoleRule {
  readonly claim: Claim | null;
  readonly role: Role;
  /** Null: in all environments. */
  readonly environment: string | null;
}

/** The roles that claims give. */
export interface GivenRoles {
  readonly role: Role;
  readonly environmentRoles: EnvironmentRoles;
}

/**
 * Parses rules such as `groups:assay-admins=admin, groups:growth=experimenter@staging, *=viewer`: a claim (`a.b` is the
 * member `b` of `a`), its value, the role, and the environment if the role is only for that one.
 * @returns undefined if the text is none
 */
export function parseRoleRules(text: string): readonly RoleRule[] | undefined {
  const rules = text.split(',').map((entry) => ruleOf(entry.trim()));
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

function ruleOf(entry: string): RoleRule | undefined {
  const [, who, role, environment = null] = /^(.+)=([a-z]+)(?:@([A-Za-z0-9][\w.-]*))?$/.exec(entry) ?? [];
  if (who === undefined || !isRole(role) || (role === 'admin' && environment !== null)) return undefined;
  if (who === '*') return { claim: null, role, environment };
  const claim = claimOf(who);
  return claim && { claim, role, environment };
}

function claimOf(text: string): Claim | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || colon === text.length - 1) return undefined;
  return { path: text.slice(0, colon).split('.'), value: text.slice(colon + 1) };
}

/**
 * Parses rules such as `groups:payments=olga@example.org`: a claim, its value, and the owner whose team it is.
 * @returns undefined if the text is none
 */
export function parseTeamRules(text: string): readonly TeamRule[] | undefined {
  const rules = text.split(',').map((entry) => {
    const [, who = '', owner = ''] = /^(.+)=([^=]+)$/.exec(entry.trim()) ?? [];
    const claim = claimOf(who);
    return claim && EMAIL.test(owner) ? { claim, owner } : undefined;
  });
  return rules.every((rule) => rule !== undefined) ? rules : undefined;
}

/** Of each owner that a rule names, whether the claims put a person into the owner's team. */
export function teamsBy(rules: readonly TeamRule[], claims: Readonly<Record<string, unknown>>): TeamMembership[] {
  const owners = [...new Set(rules.map(({ owner }) => owner))];
  const isMember = (of: string): boolean => rules.some(({ owner, claim }) => owner === of && holds(claim, claims));
  return owners.map((owner) => ({ owner, isMember: isMember(owner) }));
}

const holds = ({ path, value }: Claim, claims: Readonly<Record<string, unknown>>): boolean =>
  valuesAt(claims, path).includes(value);

const isRole = (text: string | undefined): text is Role => ROLES.some((role) => role === text);

/** The highest role that the rules give to a person, everywhere and in single environments; null: none anywhere. */
export function rolesBy(rules: readonly RoleRule[], claims: Readonly<Record<string, unknown>>): GivenRoles | null {
  const given = rules.filter(({ claim }) => claim === null || holds(claim, claims));
  if (given.length === 0) return null;
  const role = highest(given.filter(({ environment }) => environment === null)) ?? 'viewer';
  if (role === 'admin') return { role, environmentRoles: {} };
  const environments = [...new Set(given.flatMap(({ environment }) => environment ?? []))];
  const ofEnvironments = environments.flatMap((key) => {
    const own = highest(given.filter(({ environment }) => environment === key || environment === null));
    return own === undefined || own === 'admin' || own === role ? [] : [[key, own] as const];
  });
  return { role, environmentRoles: Object.fromEntries(ofEnvironments) };
}

const highest = (rules: readonly RoleRule[]): Role | undefined =>
  ROLES.findLast((role) => rules.some((rule) => rule.role === role));

/** The texts of a claim that is a text or a list of texts. */
function valuesAt(claims: Readonly<Record<string, unknown>>, path: readonly string[]): readonly string[] {
  let value: unknown = claims;
  for (const member of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return [];
    value = (value as Readonly<Record<string, unknown>>)[member];
  }
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

const MAX_NAME = 200;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

/** The person of an issuer's claims (OpenID Connect Core 5.1); undefined without a subject. */
export function personOf(issuer: string, claims: Readonly<Record<string, unknown>>): ExternalPerson | undefined {
  const { sub, email, email_verified: verified, name, preferred_username: username } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 255) return undefined;
  const address = typeof email === 'string' && EMAIL.test(email) ? email : null;
  const called = [name, username, address].find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return {
    ...{ issuer, subject: sub, email: address, claims },
    emailVerified: address !== null && verified === true,
    name: called?.trim().slice(0, MAX_NAME) ?? null,
  };
}
