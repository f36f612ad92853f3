/** How to reach an OpenID Connect provider. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The name on the button that begins a sign-in. */
  readonly name: string;
}

/** Whose tokens are accepted. */
export interface TokenConfig {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
}

/** Signatures by a private key; a shared secret would let whoever verifies a token make one. */
export const TOKEN_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];
const USUAL_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

type Read = <T>(key: string, check: (value: string) => T | undefined, wanted: string) => T | undefined;

/** An address that secrets and keys may come from: over HTTPS, or from this machine. */
export function safeUrlOf(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, hostname, username, search, hash } = new URL(value);
  if (username !== '' || search !== '' || hash !== '') return undefined;
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isHere) ? value : undefined;
}

const SAFE_URL = 'https://…, or http://… on this machine, without a query';
const notEmpty = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());

/** Reads the provider's keys; undefined if no issuer is set. @param missing hears of keys that belong to it */
export function readOidc(
  read: Read,
  publicUrl: string | undefined,
  missing: (problem: string) => void,
): OidcConfig | undefined {
  const issuer = read('ASSAY_OIDC_ISSUER', safeUrlOf, SAFE_URL);
  const clientId = read('ASSAY_OIDC_CLIENT_ID', notEmpty, 'the id of the client');
  const clientSecret = read('ASSAY_OIDC_CLIENT_SECRET', notEmpty, 'the secret of the client');
  const name = read('ASSAY_OIDC_NAME', notEmpty, 'a name');
  if (issuer === undefined) return undefined;
  if (clientId === undefined) missing('ASSAY_OIDC_CLIENT_ID must be set, because ASSAY_OIDC_ISSUER is');
  if (clientSecret === undefined) missing('ASSAY_OIDC_CLIENT_SECRET must be set, because ASSAY_OIDC_ISSUER is');
  if (publicUrl === undefined) missing('ASSAY_PUBLIC_URL must be set, because ASSAY_OIDC_ISSUER is');
  return { issuer, clientId: clientId ?? '', clientSecret: clientSecret ?? '', name: name ?? new URL(issuer).host };
}

/** Reads which tokens are accepted; undefined if no keys are set. @param missing hears of keys that belong to it */
export function readTokens(read: Read, missing: (problem: string) => void): TokenConfig | undefined {
  const jwksUrl = read('ASSAY_JWT_JWKS_URL', safeUrlOf, SAFE_URL);
  const issuer = read('ASSAY_JWT_ISSUER', notEmpty, 'the issuer of the tokens');
  const audience = read('ASSAY_JWT_AUDIENCE', notEmpty, 'the audience of the tokens');
  const algorithms = read('ASSAY_JWT_ALGORITHMS', algorithmsOf, `some of ${TOKEN_ALGORITHMS.join(', ')}`);
  if (jwksUrl === undefined) return undefined;
  if (issuer === undefined) missing('ASSAY_JWT_ISSUER must be set, because ASSAY_JWT_JWKS_URL is');
  if (audience === undefined) missing('ASSAY_JWT_AUDIENCE must be set, because ASSAY_JWT_JWKS_URL is');
  return { jwksUrl, issuer: issuer ?? '', audience: audience ?? '', algorithms: algorithms ?? USUAL_ALGORITHMS };
}

function algorithmsOf(value: string): readonly string[] | undefined {
  const named = value.split(',').map((entry) => entry.trim());
  return named.every((name) => TOKEN_ALGORITHMS.includes(name)) ? named : undefined;
}
