import { systemContext } from '../../event-sourcing/command-context.js';
import type { Clock } from '../../platform/clock.js';
import { Problem } from '../../platform/problem.js';
import type { TeamMembers } from '../team-members.js';
import type { User } from '../user.js';
import { teamsBy, type TeamRule } from './claims.js';
import type { ExternalUsers } from './external-users.js';
import type { OidcProvider } from './oidc-provider.js';

/** Signing in by the identity provider, where one is configured. */
export class OidcSignIn {
  constructor(
    private readonly provider: OidcProvider | undefined,
    private readonly users: ExternalUsers,
    private readonly teams: {
      readonly rules: readonly TeamRule[];
      readonly members: TeamMembers;
      readonly clock: Clock;
    },
  ) {}

  /** The provider's name; null: none is configured. */
  get name(): string | null {
    return this.provider?.name ?? null;
  }

  /** @throws Problem 404 without a provider, 503 if it does not answer */
  begin(returnTo: string): Promise<{ readonly location: string; readonly pending: string }> {
    return this.configured().begin(returnTo);
  }

  /** @throws Problem 401, 503, Refusal if the person may not use Assay */
  async finish(query: string, kept: string | undefined): Promise<{ readonly user: User; readonly returnTo: string }> {
    const { person, returnTo } = await this.configured().finish(query, kept);
    const user = await this.users.userOf(person);
    const { rules, members, clock } = this.teams;
    const contextOf = () => systemContext(`sign-in by ${person.issuer}`, clock.now());
    await members.keep(user.id, teamsBy(rules, person.claims), contextOf);
    return { user, returnTo };
  }

  /** Where the browser signs out at the provider too; null if there is no such page. */
  signOutUrl(): Promise<string | null> {
    return this.provider?.signOutUrl() ?? Promise.resolve(null);
  }

  private configured(): OidcProvider {
    if (this.provider) return this.provider;
    throw new Problem(404, 'no_provider', 'no identity provider is configured');
  }
}
