import { systemContext } from '../../event-sourcing/command-context.js';
import type { CommandRunner } from '../../event-sourcing/command-runner.js';
import type { Clock } from '../../platform/clock.js';
import { derivedId } from '../../platform/ids.js';
import { forbidden } from '../../primitives/refusal.js';
import { credentialsAggregate, credentialsStream, hasIdentity, joinIdentity } from '../credentials.js';
import { bindIdentity, identityAggregate, identityIdOf, identityStream } from '../identity.js';
import { addUser, changeUser, userAggregate, userIdOf, userStream, type User } from '../user.js';
import { rolesBy, type ExternalPerson, type GivenRoles, type RoleRule } from './claims.js';

/** Where an identity provider gives no e-mail address. */
const NO_ADDRESS = 'unknown.invalid';

/** Users that an identity provider knows: made at their first sign-in, and bound by issuer and subject. */
export class ExternalUsers {
  /** @param rules null: new users are viewers, and admins change roles */
  constructor(
    private readonly runner: CommandRunner,
    private readonly rules: readonly RoleRule[] | null,
    private readonly clock: Clock,
  ) {}

  /**
   * The user of a person, with the roles that the claims give.
   * @throws Refusal `no_role` if the rules give none, `deactivated`
   */
  async userOf(person: ExternalPerson): Promise<User> {
    const roles = this.rules && rolesBy(this.rules, person.claims);
    if (this.rules && !roles) throw forbidden('no_role', 'your identity provider gives you no role in Assay');
    const user = await this.bound(person, roles ?? { role: 'viewer', environmentRoles: {} });
    if (user.deactivated) throw forbidden('deactivated', 'your account is deactivated: an admin can reactivate it');
    return roles ? this.withRoles(user, roles, person) : user;
  }

  private async bound(person: ExternalPerson, roles: GivenRoles): Promise<User> {
    const { issuer, subject } = person;
    const id = identityIdOf(issuer, subject);
    const known = (await this.runner.load(identityAggregate, identityStream(id))).state;
    if (known) return this.existing(known.userId, person, roles);
    const userId = await this.joined(person);
    const user = await this.existing(userId, person, roles);
    const context = this.contextOf(person);
    const { state } = await this.runner.run(identityAggregate, identityStream(id), context, (identity) =>
      bindIdentity(identity, { issuer, subject, userId }),
    );
    // Another replica may have bound it meanwhile.
    return state && state.userId !== userId ? this.existing(state.userId, person, roles) : user;
  }

  /** The account of the person: that of the verified address, unless another subject of the provider has it. */
  private async joined(person: ExternalPerson): Promise<string> {
    const { issuer, subject, email, emailVerified } = person;
    const ofAddress = email !== null && emailVerified ? [userIdOf(email)] : [];
    const own = derivedId('external_user', issuer, subject);
    for (const id of [...ofAddress, own]) {
      const { state } = await this.runner.run(
        credentialsAggregate,
        credentialsStream(id),
        this.contextOf(person),
        (credentials) => joinIdentity(credentials, { issuer, subject }),
      );
      if (hasIdentity(state, { issuer, subject })) return id;
    }
    return own;
  }

  private async existing(id: string, person: ExternalPerson, roles: GivenRoles): Promise<User> {
    const email = person.email ?? `${id}@${NO_ADDRESS}`;
    const added = { id, name: person.name ?? email, email, ...roles };
    const { state } = await this.runner.run(userAggregate, userStream(id), this.contextOf(person), (user) =>
      user ? [] : addUser(user, added),
    );
    if (!state) throw new Error('a user was added and is not there');
    return state;
  }

  private async withRoles(user: User, roles: GivenRoles, person: ExternalPerson): Promise<User> {
    const { state } = await this.runner.run(userAggregate, userStream(user.id), this.contextOf(person), (current) =>
      changeUser(current, user.id, roles, 'system'),
    );
    return state ?? user;
  }

  private contextOf({ issuer }: ExternalPerson) {
    return systemContext(`sign-in by ${issuer}`, this.clock.now());
  }
}
