import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROLES } from '../../event-sourcing/author.js';
import { parseRoleRules, parseTeamRules, personOf, rolesBy, teamsBy } from './claims.js';

const rolesFor = (text: string, claims: Readonly<Record<string, unknown>>) => {
  const rules = parseRoleRules(text);
  if (!rules) throw new Error('these are no rules');
  return rolesBy(rules, claims);
};

describe('rules that make teams', () => {
  it('say of each owner that they name whether the person is in the team', () => {
    const rules =
      parseTeamRules('groups:a=olga@example.org, groups:b=olga@example.org, x.y:c:d=emil@example.org') ?? [];
    const teams = (claims: Readonly<Record<string, unknown>>) => teamsBy(rules, claims).map(({ isMember }) => isMember);
    expect(teams({ groups: ['b'] })).toEqual([true, false]);
    expect(teams({ groups: 'a', x: { y: ['c:d'] } })).toEqual([true, true]);
    expect(teams({ groups: ['c'], constructor: 'a' })).toEqual([false, false]);
  });

  it.each(['groups:a', 'groups=olga@example.org', 'groups:=olga@example.org', 'groups:a=olga', ''])(
    'are not %p',
    (text) => expect(parseTeamRules(text)).toBeUndefined(),
  );
});

describe('rules that give roles', () => {
  it.each([
    ['groups:growth=experimenter', { groups: ['growth'] }, { role: 'experimenter', environmentRoles: {} }],
    ['groups:growth=experimenter', { groups: 'growth' }, { role: 'experimenter', environmentRoles: {} }],
    ['groups:growth=experimenter', { groups: ['other'] }, null],
    ['groups:growth=experimenter', {}, null],
    ['groups:a b:c=viewer', { groups: ['a b:c'] }, { role: 'viewer', environmentRoles: {} }],
    ['realm_access.roles:x=admin', { realm_access: { roles: ['x'] } }, { role: 'admin', environmentRoles: {} }],
    ['realm_access.roles:x=admin', { realm_access: null }, null],
    ['*=viewer, groups:a=approver', { groups: ['a'] }, { role: 'approver', environmentRoles: {} }],
    [
      '*=viewer, g:a=experimenter@staging',
      { g: ['a'] },
      { role: 'viewer', environmentRoles: { staging: 'experimenter' } },
    ],
    ['g:a=experimenter@staging', { g: ['a'] }, { role: 'viewer', environmentRoles: { staging: 'experimenter' } }],
    ['*=approver, g:a=viewer@staging', { g: ['a'] }, { role: 'approver', environmentRoles: {} }],
    ['g:a=admin, g:a=viewer@staging', { g: ['a'] }, { role: 'admin', environmentRoles: {} }],
    ['g:constructor=admin', { g: [], constructor: 'x' }, null],
  ])('%s of %j give %j', (text, claims, expected) => expect(rolesFor(text, claims)).toEqual(expected));

  it.each([
    '',
    'viewer',
    'groups=viewer',
    'groups:=viewer',
    ':a=viewer',
    'groups:a=owner',
    'g:a=admin@staging',
    'g:a=viewer,',
  ])('are not "%s"', (text) => expect(parseRoleRules(text)).toBeUndefined());

  it('give the highest role of those that match, in any order', () => {
    const rule = fc.record({ group: fc.constantFrom('a', 'b', 'c'), role: fc.constantFrom(...ROLES) });
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1 }), fc.subarray(['a', 'b', 'c']), (rules, groups) => {
        const text = rules.map(({ group, role }) => `groups:${group}=${role}`).join(', ');
        const mine = rules.filter(({ group }) => groups.includes(group)).map(({ role }) => ROLES.indexOf(role));
        const given = rolesFor(text, { groups });
        expect(given === null ? -1 : ROLES.indexOf(given.role)).toBe(Math.max(-1, ...mine));
      }),
    );
  });
});

describe('the person of claims', () => {
  it('is verified only if the provider says true', () => {
    for (const verified of ['true', 1, undefined, null, false]) {
      const person = personOf('i', { sub: 's', email: 'a@example.org', email_verified: verified });
      expect(person).toMatchObject({ email: 'a@example.org', emailVerified: false });
    }
    expect(personOf('i', { sub: 's', email: 'a@example.org', email_verified: true })?.emailVerified).toBe(true);
    expect(personOf('i', { sub: 's', email_verified: true })).toMatchObject({ email: null, emailVerified: false });
  });

  it('needs a subject, and has what name there is', () => {
    expect(personOf('i', {})).toBeUndefined();
    expect(personOf('i', { sub: '' })).toBeUndefined();
    expect(personOf('i', { sub: 7 })).toBeUndefined();
    expect(personOf('i', { sub: 's' })?.name).toBeNull();
    expect(personOf('i', { sub: 's', name: ' ', preferred_username: 'kim' })?.name).toBe('kim');
    expect(personOf('i', { sub: 's', email: 'not an address' })?.email).toBeNull();
  });
});
