import * as client from 'openid-client';
import type { Clock } from '../../platform/clock.js';
import { Problem, unavailable } from '../../platform/problem.js';
import type { OidcConfig } from '../../platform/sign-in-config.js';
import { TextSigner } from '../../platform/text-signer.js';
import { personOf, type ExternalPerson } from './claims.js';

const TIMEOUT_SECONDS = 5;
const PENDING_SECONDS = 10 * 60;
/** Endpoints and keys may change at the provider: they are discovered anew after that. */
const DISCOVERED_FOR_MS = 60 * 60 * 1000;
const CALLBACK = '/v1/auth/oidc/callback';

/** A sign-in that waits for the provider's answer; the browser keeps it, signed. */
interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Epoch seconds. */
  readonly endsAt: number;
}

const refusedAnswer = (): Problem =>
  new Problem(401, 'sign_in_refused', 'the identity provider refused, or its answer is not valid: sign in again');

/** Signs people in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce. */
export class OidcProvider {
  private readonly signer: TextSigner;
  private discovered: { readonly configuration: client.Configuration; readonly at: number } | undefined;
  /** All who wait for the provider wait for one request. */
  private discovering: Promise<client.Configuration> | undefined;

  /** @param publicUrl the address of Assay that browsers use */
  constructor(
    private readonly config: OidcConfig,
    private readonly publicUrl: string,
    secret: string,
    private readonly clock: Clock,
  ) {
    this.signer = new TextSigner(secret, 'assay oidc sign-in');
  }

  get name(): string {
    return this.config.name;
  }

  /** @returns where to send the browser, and what it has to keep. @throws Problem 503 if the provider does not answer */
  async begin(returnTo: string): Promise<{ readonly location: string; readonly pending: string }> {
    const configuration = await this.configuration();
    const verifier = client.randomPKCECodeVerifier();
    const pending: Pending = {
      ...{ state: client.randomState(), nonce: client.randomNonce(), verifier, returnTo },
      endsAt: Math.floor(this.clock.now().getTime() / 1000) + PENDING_SECONDS,
    };
    const location = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.publicUrl + CALLBACK,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: pending.state,
      nonce: pending.nonce,
    });
    const text = Buffer.from(JSON.stringify(pending)).toString('base64url');
    return { location: location.href, pending: this.signer.sign(text) };
  }

  /**
   * Ends a sign-in.
   * @param query of the callback, as the provider sent the browser
   * @param kept what the browser kept
   * @throws Problem 401 if anything about the answer is wrong, 503 if the provider does not answer
   */
  async finish(
    query: string,
    kept: string | undefined,
  ): Promise<{ readonly person: ExternalPerson; readonly returnTo: string }> {
    const pending = this.pendingOf(kept);
    if (!pending) throw refusedAnswer();
    const configuration = await this.configuration();
    const claims = await asProblems(async () => {
      const tokens = await client.authorizationCodeGrant(
        configuration,
        new URL(`${this.publicUrl}${CALLBACK}?${query}`),
        {
          pkceCodeVerifier: pending.verifier,
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          idTokenExpected: true,
        },
      );
      const identity = tokens.claims();
      if (!identity) throw refusedAnswer();
      // The standard leaves address and name to this endpoint in the code flow.
      const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = hasMore ? await client.fetchUserInfo(configuration, tokens.access_token, identity.sub) : {};
      return { ...more, ...identity };
    });
    const person = personOf(this.config.issuer, claims);
    if (!person) throw refusedAnswer();
    return { person, returnTo: pending.returnTo };
  }

  /** Where the browser signs out at the provider too; null if the provider has no such page, or does not answer. */
  async signOutUrl(): Promise<string | null> {
    const configuration = await this.configuration().catch(() => undefined);
    if (configuration?.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: `${this.publicUrl}/` }).href;
  }

  private pendingOf(kept: string | undefined): Pending | undefined {
    const text = this.signer.textOf(kept ?? '');
    if (text === undefined) return undefined;
    // The signature is ours, so the shape is the one that `begin` writes.
    const pending = JSON.parse(Buffer.from(text, 'base64url').toString()) as Pending;
    return pending.endsAt * 1000 > this.clock.now().getTime() ? pending : undefined;
  }

  private async configuration(): Promise<client.Configuration> {
    const now = this.clock.now().getTime();
    if (this.discovered && now - this.discovered.at < DISCOVERED_FOR_MS) return this.discovered.configuration;
    this.discovering ??= this.discover().finally(() => (this.discovering = undefined));
    const configuration = await this.discovering;
    this.discovered = { configuration, at: now };
    return configuration;
  }

  private discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const isHere = issuer.startsWith('http://');
    return client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        // The configuration allows HTTP only to this machine.
        execute: [client.enableNonRepudiationChecks, ...(isHere ? [client.allowInsecureRequests] : [])],
        timeout: TIMEOUT_SECONDS,
      })
      .catch(() => {
        throw providerUnavailable();
      });
  }
}

const providerUnavailable = (): Problem =>
  unavailable('provider_unavailable', 'the identity provider does not answer; try again');

/** Faults of the answer are the sender's; the others are of the way to the provider. */
async function asProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw isOfTheWay(error) ? providerUnavailable() : refusedAnswer();
  }
}

function isOfTheWay(error: unknown): boolean {
  if (error instanceof client.ClientError) {
    return error.code === 'OAUTH_TIMEOUT' || (error.cause instanceof Response && error.cause.status >= 500);
  }
  if (error instanceof client.ResponseBodyError) return error.status >= 500;
  return error instanceof TypeError && error.message === 'fetch failed';
}
