import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

/** A person at the provider, and what it says of them. */
export interface Account {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export const CLIENT = { id: 'assay', secret: 'the secret of the client' };

/** A real OpenID Connect provider on loopback, at which the current account signs in without a question. */
export class IdentityProvider {
  private server: Server | undefined;
  private account: Account | undefined;
  private readonly accounts = new Map<string, Account>();

  private constructor(
    readonly issuer: string,
    private readonly port: number,
  ) {}

  /** Reserves an address; nothing listens there before `start`. */
  static async reserve(): Promise<IdentityProvider> {
    const port = await freePort();
    return new IdentityProvider(`http://127.0.0.1:${port}`, port);
  }

  /** @param assayUrl the address that browsers come back to */
  async start(assayUrl: string, keys: readonly JWK[]): Promise<void> {
    const provider = new Provider(this.issuer, this.configuration(assayUrl, keys));
    provider.use(async (context, next) => {
      if (!context.path.startsWith('/interaction/')) return next();
      const account = this.account;
      if (!account) throw new Error('nobody is about to sign in');
      const details = await provider.interactionDetails(context.req, context.res);
      const grant = new provider.Grant({ accountId: account.sub, clientId: CLIENT.id });
      grant.addOIDCScope('openid profile email');
      const result = { login: { accountId: account.sub }, consent: { grantId: await grant.save() } };
      if (details.prompt.name === 'login' || details.prompt.name === 'consent') {
        await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: true });
        context.respond = false;
      }
    });
    const answer = provider.callback();
    this.server = createServer((request, response) => void answer(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  signsIn(account: Account): void {
    this.account = account;
    this.accounts.set(account.sub, account);
  }

  private configuration(assayUrl: string, keys: readonly JWK[]): Configuration {
    return {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${assayUrl}/v1/auth/oidc/callback`],
          post_logout_redirect_uris: [`${assayUrl}/`],
        },
      ],
      jwks: { keys: [...keys] },
      cookies: { keys: ['only of the tests'] },
      // Longer than tests move the clock of Assay ahead.
      ttl: { IdToken: 86_400, AccessToken: 86_400, Session: 86_400, Grant: 86_400, Interaction: 3_600 },
      claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({
        accountId: sub,
        claims: () => ({ ...this.accounts.get(sub), sub }),
      }),
    };
  }
}

/** A key pair as the provider has it. */
export async function providerKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
