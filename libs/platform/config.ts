import type { SaysWhatToDo } from './start-failure.js';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { NO_NETWORKS, parseNetworks, type Networks } from './networks.js';
import { readOidc, readTokens, type OidcConfig, type TokenConfig } from './sign-in-config.js';

/** The configuration from the environment; docs/configuration.md lists the same keys. */
export interface Config {
  readonly port: number;
  /** The address to listen on; `::` is every address of IPv6 and IPv4. */
  readonly host: string;
  readonly trustedProxies: Networks;
  /** PostgreSQL for read models; undefined only if standalone starts its own. */
  readonly databaseUrl: string | undefined;
  /** The event store: EventStoreDB (esdb://, esdb+discover://) or PostgreSQL; undefined: `databaseUrl`. */
  readonly eventStoreUrl: string | undefined;
  readonly streamPrefix: string;
  /** The folder of standalone. */
  readonly dataDir: string;
  /** True if the environment sets `dataDir`. */
  readonly isDataDirChosen: boolean;
  /** The folder where query-api saves the last snapshot of decisions; undefined: it saves none. */
  readonly snapshotDir: string | undefined;
  readonly adminKey: string | undefined;
  readonly decisionKeys: string | undefined;
  readonly subjectKey: string | undefined;
  /** Keys that seal secrets at rest, as `id:secret,…`; undefined: none can be kept. */
  readonly sealKeys: string | undefined;
  /** The mail server of notifications. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  /** The private addresses that notifications may be sent to. */
  readonly notifyPrivateNetworks: Networks;
  readonly guardrails: 'continuous' | 'on_request';
  readonly logLevel: string;
  /** Undefined: readable on a terminal, otherwise JSON. */
  readonly logFormat: LogFormat | undefined;
  /** Requests per second and API key; undefined: no limit. */
  readonly rateLimit: number | undefined;
  /** Requests per second with client keys, of each address and of each subject. */
  readonly clientLimits: { readonly perAddress: number; readonly perSubject: number };
  /** The address that browsers use, without a slash at its end; undefined: unknown. */
  readonly publicUrl: string | undefined;
  /** Undefined: nobody signs in by a provider. */
  readonly oidc: OidcConfig | undefined;
  /** Undefined: no tokens are accepted. */
  readonly tokens: TokenConfig | undefined;
  /** Which claims give which roles, as text; undefined: none. */
  readonly roleRules: string | undefined;
  /** Which claims put people into which teams, as text; undefined: none. */
  readonly teamRules: string | undefined;
}

/** The configuration is invalid. Each line of the message names a key, none a secret. */
export class InvalidConfig extends Error implements SaysWhatToDo {
  readonly saysWhatToDo = true;

  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'InvalidConfig';
  }
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const LOG_FORMATS = ['json', 'pretty'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

// All IPv4 addresses.
const DEFAULT_HOST = '0.0.0.0';
const DEFAULT_TRUSTED_PROXIES = 'loopback';

/** Reads and checks the environment. Empty means unset. @throws InvalidConfig that names every wrong key */
export function readConfig(env: Readonly<Record<string, string | undefined>>, defaultPort: number): Config {
  const problems: string[] = [];
  const read = <T>(key: string, check: (value: string) => T | undefined, wanted: string): T | undefined => {
    const value = env[key];
    if (value === undefined || value === '') return undefined;
    const checked = check(value);
    if (checked === undefined) problems.push(`${key} must be ${wanted}`);
    return checked;
  };
  const oneOf =
    <T extends string>(values: readonly T[]) =>
    (value: string): T | undefined =>
      values.find((known) => known === value);
  const secret = (value: string): string | undefined => (value.length >= 16 ? value : undefined);
  const url =
    (pattern: RegExp) =>
    (value: string): string | undefined =>
      pattern.test(value) ? value : undefined;

  const postgresUrl = (value: string): string | undefined =>
    URL.canParse(value) ? url(/^postgres(ql)?:\/\//)(value) : undefined;

  const dataDir = read('ASSAY_DATA_DIR', (value) => resolve(value), 'a folder');
  const publicUrl = read('ASSAY_PUBLIC_URL', originOf, 'https://… or http://…, without a path');
  const missing = (problem: string): void => void problems.push(problem);
  const config: Config = {
    port: read('PORT', portOf, 'a port from 0 to 65535') ?? defaultPort,
    host: read('HOST', hostOf, 'an address of this machine, such as 127.0.0.1 or ::') ?? DEFAULT_HOST,
    trustedProxies:
      read(
        'ASSAY_TRUSTED_PROXIES',
        parseNetworks,
        'addresses, networks (10.0.0.0/8), loopback or private, with commas between them, or none',
      ) ?? trustedByDefault(),
    databaseUrl: read('DATABASE_URL', postgresUrl, 'postgres://…, its port from 1 to 65535'),
    eventStoreUrl: read(
      'EVENTSTORE_URL',
      url(/^(esdb|esdb\+discover|kurrentdb|kurrentdb\+discover|postgres|postgresql):\/\//),
      'esdb://…, esdb+discover://… or postgres://…',
    ),
    streamPrefix: read('ASSAY_STREAM_PREFIX', url(/^[a-z0-9_.]{1,40}$/), '1 to 40 of a-z 0-9 _ .') ?? '',
    dataDir: dataDir ?? resolve('.assay'),
    isDataDirChosen: dataDir !== undefined,
    snapshotDir: dataDir,
    adminKey: read('ASSAY_ADMIN_KEY', url(/^[!-~]{16,512}$/), 'a secret of 16 printable characters or more'),
    decisionKeys: read('ASSAY_DECISION_KEYS', secret, 'keyId:secret,… with secrets of 16 characters or more'),
    subjectKey: read('ASSAY_SUBJECT_KEY', secret, 'a secret of 16 characters or more'),
    sealKeys: read('ASSAY_SEAL_KEY', secret, 'keyId:secret,… with secrets of 16 characters or more'),
    smtpUrl: read('ASSAY_SMTP_URL', smtpUrlOf, 'smtp://… or smtps://…, such as smtps://user:password@mail.example.org'),
    mailFrom: read('ASSAY_MAIL_FROM', url(/^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/), 'an e-mail address'),
    notifyPrivateNetworks:
      read(
        'ASSAY_NOTIFY_PRIVATE_NETWORKS',
        parseNetworks,
        'addresses, networks (10.0.0.0/8), loopback or private, with commas between them, or none',
      ) ?? NO_NETWORKS,
    guardrails:
      read('ASSAY_GUARDRAILS', oneOf(['continuous', 'on_request'] as const), 'continuous or on_request') ??
      'continuous',
    publicUrl,
    oidc: readOidc(read, publicUrl, missing),
    tokens: readTokens(read, missing),
    roleRules: read('ASSAY_SIGN_IN_ROLES', (value) => value, ''),
    teamRules: read('ASSAY_SIGN_IN_TEAMS', (value) => value, ''),
    rateLimit: read('ASSAY_RATE_LIMIT', rateOf, RATE),
    clientLimits: {
      perAddress: read('ASSAY_CLIENT_ADDRESS_LIMIT', rateOf, RATE) ?? 50,
      perSubject: read('ASSAY_CLIENT_SUBJECT_LIMIT', rateOf, RATE) ?? 20,
    },
    logLevel: read('ASSAY_LOG_LEVEL', oneOf(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`) ?? 'warn',
    logFormat: read('ASSAY_LOG_FORMAT', oneOf(LOG_FORMATS), LOG_FORMATS.join(' or ')) ?? usualLogFormat(env),
  };
  if (problems.length > 0) throw new InvalidConfig(problems);
  return config;
}

const RATE = 'a whole number from 1 to 1000000';

function rateOf(value: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(value) && Number(value) <= 1_000_000 ? Number(value) : undefined;
}

function originOf(value: string): string | undefined {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return undefined;
  const { origin, pathname, search, hash, username } = new URL(value);
  return pathname === '/' && `${search}${hash}${username}` === '' ? origin : undefined;
}

function portOf(value: string): number | undefined {
  const port = Number(value);
  return /^\d{1,5}$/.test(value) && port <= 65_535 ? port : undefined;
}

function smtpUrlOf(value: string): string | undefined {
  return /^smtps?:\/\/[^/]/.test(value) && URL.canParse(value) && new URL(value).hostname !== '' ? value : undefined;
}

/** JSON in production, because logs are collected there, even from containers with a terminal. */
function usualLogFormat(env: Readonly<Record<string, string | undefined>>): LogFormat | undefined {
  return env['NODE_ENV'] === 'production' ? 'json' : undefined;
}

/** An address, with or without brackets, or a host name. */
function hostOf(value: string): string | undefined {
  const address = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return address;
  return /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(value) &&
    !/^[\d.]+$/.test(value)
    ? value
    : undefined;
}

function trustedByDefault(): Networks {
  const trusted = parseNetworks(DEFAULT_TRUSTED_PROXIES);
  if (trusted === undefined) throw new Error('the default of ASSAY_TRUSTED_PROXIES is not valid');
  return trusted;
}

/** Checks that the keys of an app are set. @throws InvalidConfig */
export function required<Key extends keyof Config>(
  config: Config,
  keys: Readonly<Partial<Record<Key, string>>>,
): Config & { readonly [K in Key]-?: NonNullable<Config[K]> } {
  const missing = (Object.entries(keys) as [Key, string][]).filter(([key]) => config[key] === undefined);
  if (missing.length > 0) throw new InvalidConfig(missing.map(([, name]) => `${name} must be set`));
  // The cast is safe, because the keys were just checked.
  return config as Config & { readonly [K in Key]-?: NonNullable<Config[K]> };
}

/** Injection token of the configuration. */
export const CONFIG = Symbol('Config');
