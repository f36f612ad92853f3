/** Reads `esdb://user:password@host:port,host:port?option=value`. Messages repeat no value: it may be secret. */
import { EventStoreMisconfigured } from '../errors.js';

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface ConnectionSettings {
  readonly endpoints: readonly Endpoint[];
  /** True if the endpoints are seeds: the client finds the leader using gossip. */
  readonly gossip: boolean;
  readonly tls: boolean;
  readonly credentials?: Credentials;
  readonly files: { readonly tlsCAFile?: string; readonly userCertFile?: string; readonly userKeyFile?: string };
  /** Options for the constructor of the client. */
  readonly client: ClientOptions;
}

export interface ClientOptions {
  readonly connectionName?: string;
  readonly defaultDeadline?: number;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly nodePreference?: NodePreference;
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  readonly gossipTimeout?: number;
}

const NODE_PREFERENCES = ['leader', 'follower', 'read_only_replica', 'random'] as const;
type NodePreference = (typeof NODE_PREFERENCES)[number];

const DEFAULT_PORT = 2113;
// The client's default of five seconds would be too long for each attempt at a frozen seed.
const GOSSIP_TIMEOUT_S = 1;
const ENCODE = 'percent-encode user, password and options: @ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25';

const TEXTS = ['connectionName', 'tlsCAFile', 'userCertFile', 'userKeyFile'] as const;
const NUMBERS = [
  'defaultDeadline',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
] as const;
const FLAGS = ['tls', 'tlsVerifyCert', 'throwOnAppendFailure'] as const;
const OPTIONS = [...TEXTS, ...NUMBERS, ...FLAGS, 'nodePreference'] as const;
type Option = (typeof OPTIONS)[number];

/** @throws EventStoreMisconfigured that says what is wrong and what to write */
export function parseConnectionString(url: string): ConnectionSettings {
  const [, discover, rest = ''] = /^(?:esdb|kurrentdb)(\+discover)?:\/\/(.*)$/s.exec(url.trim()) ?? refuse(SCHEME);
  const { credentials, after } = takeCredentials(rest);
  const [, hosts = '', query] = /^([^?]*?)\/*(?:\?(.*))?$/s.exec(after) ?? [];
  const endpoints = hosts.split(',').map((host, index) => endpointOf(host, index, credentials !== undefined));
  const options = optionsOf(query ?? '');
  return {
    endpoints,
    gossip: discover !== undefined || endpoints.length > 1,
    tls: options.flags.tls ?? true,
    ...(credentials && { credentials }),
    files: options.files,
    client: { gossipTimeout: GOSSIP_TIMEOUT_S, ...options.client },
  };
}

const SCHEME = 'it must begin with esdb://, esdb+discover://, kurrentdb:// or kurrentdb+discover://';

function refuse(problem: string): never {
  throw new EventStoreMisconfigured(`EVENTSTORE_URL cannot be used: ${problem}`);
}

interface Account {
  readonly credentials?: Credentials;
  /** Hosts and options. */
  readonly after: string;
}

function takeCredentials(rest: string): Account {
  const { head = '', query = '' } = /^(?<head>[^?]*)(?<query>.*)$/s.exec(rest)?.groups ?? {};
  // Otherwise a message could show a part of a password as the name of an option.
  if (query.includes('@')) refuse(`there is an @ after the first ?; ${ENCODE}`);
  const at = head.lastIndexOf('@');
  if (at < 0) return { after: rest };
  const pair = head.slice(0, at);
  if (pair.includes('@')) refuse(`there is more than one @; ${ENCODE}`);
  const [username = '', password = '', ...more] = pair.split(':');
  if (more.length > 0) refuse(`there is more than one : before the @; ${ENCODE}`);
  if (username === '' || password === '') refuse('before the @ it needs a user and a password: user:password@host');
  return { credentials: { username: decoded(username), password: decoded(password) }, after: rest.slice(at + 1) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(`a % is not followed by two hexadecimal digits; ${ENCODE}`);
  }
}

function endpointOf(host: string, index: number, hasCredentials: boolean): Endpoint {
  const [, address, port = String(DEFAULT_PORT)] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d+))?$/i.exec(host.trim()) ?? [];
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  // Without credentials, the host may be a part of a password with unencoded characters.
  const hint = hasCredentials ? '' : `; ${ENCODE}`;
  if (address === undefined || !isPort)
    return refuse(`host ${index + 1} must be a name or address, and a port from 1 to 65535: host:2113${hint}`);
  return { address, port: Number(port) };
}

interface Options {
  readonly flags: Partial<Record<(typeof FLAGS)[number], boolean>>;
  readonly files: ConnectionSettings['files'];
  readonly client: ClientOptions;
}

function optionsOf(query: string): Options {
  const values = new Map(query === '' ? [] : query.split(/[&?]/).map(optionOf));
  const texts = (names: readonly Option[]): Record<string, string> =>
    Object.fromEntries(names.flatMap((name) => (values.has(name) ? [[name, decoded(values.get(name) ?? '')]] : [])));
  const numbers = NUMBERS.flatMap((name) => (values.has(name) ? [[name, numberOf(name, values.get(name) ?? '')]] : []));
  const flags = FLAGS.flatMap((name) => (values.has(name) ? [[name, flagOf(name, values.get(name) ?? '')]] : []));
  const preference = values.get('nodePreference');
  return {
    flags: Object.fromEntries(flags) as Options['flags'],
    files: texts(['tlsCAFile', 'userCertFile', 'userKeyFile']),
    client: {
      ...texts(['connectionName']),
      ...(Object.fromEntries(numbers) as ClientOptions),
      ...(preference !== undefined && { nodePreference: preferenceOf(preference) }),
    },
  };
}

/** Names of options are matched as the client does: case, _ and - do not matter. */
function optionOf(text: string): [Option, string] {
  const [, name = '', value = ''] =
    /^([^=]+)=(.+)$/s.exec(text) ?? refuse('its options must be ?name=value&name=value');
  const flat = (word: string): string => word.trim().toLowerCase().replace(/[_-]/g, '');
  const option = OPTIONS.find((known) => flat(known) === flat(name));
  if (!option) {
    const shown = /^[\w-]{1,40}$/.test(name) ? ` "${name}"` : '';
    return refuse(`unknown option${shown}; it takes ${OPTIONS.join(', ')}`);
  }
  return [option, value.trim()];
}

function numberOf(name: string, value: string): number {
  const number = Number(value);
  const least = name.startsWith('keepAlive') ? -1 : 1;
  if (!/^-?\d{1,9}$/.test(value) || number < least) refuse(`${name} must be a whole number from ${least}`);
  return number;
}

function flagOf(name: (typeof FLAGS)[number], value: string): boolean {
  if (value !== 'true' && value !== 'false') refuse(`${name} must be true or false`);
  if (name === 'tlsVerifyCert' && value === 'false')
    refuse('tlsVerifyCert=false is not supported: name the CA of the server with tlsCAFile=/path/to/ca.crt');
  if (name === 'throwOnAppendFailure' && value === 'false')
    refuse('throwOnAppendFailure=false would hide conflicts from Assay: leave it out');
  return value === 'true';
}

function preferenceOf(value: string): NodePreference {
  const flat = value.toLowerCase().replace(/[_-]/g, '');
  const preference = NODE_PREFERENCES.find((known) => known.replaceAll('_', '') === flat);
  return preference ?? refuse(`nodePreference must be one of ${NODE_PREFERENCES.join(', ')}`);
}
