import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { CLIENT } from './identity-provider.js';

/** What is wrong with a token; the rest is right. */
export interface Lie {
  readonly issuer?: string;
  readonly audience?: string;
  readonly nonce?: string;
  /** Epoch seconds. */
  readonly expiresAt?: number;
  /** Signed by a key that the provider never published, under the name of its own. */
  readonly forged?: boolean;
  /** Not signed, or by a secret that the client has, too. */
  readonly algorithm?: 'none' | 'HS256';
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The end of an OpenID Connect provider that a client talks to: it issues whatever tokens a test wants. */
export class LyingProvider {
  private lie: Lie = {};
  private nonce = '';
  private isDown = false;

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private keys: { readonly kid: string; readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }[],
  ) {}

  static async start(): Promise<LyingProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new LyingProvider(url, server, []);
    await provider.rotate('first');
    server.on('request', (request, response) => {
      void provider.answer(request.url ?? '').then((body) => {
        if (body === undefined) return response.writeHead(503).end();
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    return provider;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** Publishes another key, and signs with that one alone. */
  async rotate(kid: string): Promise<void> {
    this.keys = [{ kid, ...(await generateKeyPair('RS256', { extractable: true })) }];
  }

  /** While it is down, it answers 503 to everything. */
  down(isDown: boolean): void {
    this.isDown = isDown;
  }

  /** The next token is for this sign-in. */
  willSay(lie: Lie, nonce = ''): void {
    this.lie = lie;
    this.nonce = nonce;
  }

  /** A token as the provider would issue it now. */
  async token(lie: Lie = {}, nonce = ''): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { nonce: lie.nonce ?? nonce, name: 'Kim', ...lie.claims };
    const filled = <Token extends SignJWT | UnsecuredJWT>(token: Token): Token =>
      token
        .setSubject((lie.claims?.['sub'] as string | undefined) ?? 'kim')
        .setIssuer(lie.issuer ?? this.url)
        .setAudience(lie.audience ?? CLIENT.id)
        .setIssuedAt(now - 10)
        .setExpirationTime(lie.expiresAt ?? now + 600) as Token;
    const [{ kid, privateKey }] = this.keys as [(typeof this.keys)[number]];
    if (lie.algorithm === 'none') return filled(new UnsecuredJWT(claims)).encode();
    const token = filled(new SignJWT(claims));
    if (lie.algorithm === 'HS256') {
      const secret = new TextEncoder().encode(CLIENT.secret.padEnd(32));
      return token.setProtectedHeader({ alg: 'HS256', kid }).sign(secret);
    }
    const signer = lie.forged ? (await generateKeyPair('RS256')).privateKey : privateKey;
    return token.setProtectedHeader({ alg: 'RS256', kid }).sign(signer);
  }

  private async answer(url: string): Promise<unknown> {
    if (this.isDown) return undefined;
    if (url.startsWith('/.well-known/openid-configuration')) return this.metadata();
    if (url.startsWith('/jwks')) return { keys: await Promise.all(this.keys.map(published)) };
    return { access_token: 'access', token_type: 'Bearer', id_token: await this.token(this.lie, this.nonce) };
  }

  private metadata() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/auth`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }
}

async function published({ kid, publicKey }: { readonly kid: string; readonly publicKey: CryptoKey }): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
}
