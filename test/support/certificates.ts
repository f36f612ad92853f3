/** Certificates for tests: each call makes its own authority, without tools or files. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export interface Certificates {
  /** PEM of the authority. */
  readonly ca: string;
  /** PEM of a server at 127.0.0.1 and localhost. */
  readonly cert: string;
  readonly key: string;
}

/** @param validFor days from now; a negative number makes an expired certificate */
export function makeCertificates(validFor = 2): Certificates {
  const [authority, server] = [keyPair(), keyPair()];
  const ca = certificate('Test authority', authority.publicKey, authority.privateKey, 2, [isAuthority]);
  const cert = certificate('Test server', server.publicKey, authority.privateKey, validFor, [names]);
  return { ca, cert, key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

// Distinguished encoding rules: tag, length, content.
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const bytes = (tag: number, hex: string): Buffer => der(tag, Buffer.from(hex, 'hex'));
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
const time = (at: Date): Buffer => der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\..*/g, '')}Z`));

const ECDSA_WITH_SHA256 = sequence(bytes(0x06, '2a8648ce3d040302'));
const isAuthority = sequence(bytes(0x06, '551d13'), bytes(0x01, 'ff'), der(0x04, sequence(bytes(0x01, 'ff'))));
const names = sequence(
  bytes(0x06, '551d11'),
  der(0x04, sequence(der(0x82, Buffer.from('localhost')), bytes(0x87, '7f000001'))),
);

const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(bytes(0x06, '550403'), der(0x0c, Buffer.from(name)))));

function certificate(
  name: string,
  holder: KeyObject,
  signer: KeyObject,
  validFor: number,
  extensions: readonly Buffer[],
): string {
  const [from, to] = [-10, validFor].map((days) => time(new Date(Date.now() + days * 86_400_000)));
  const content = sequence(
    der(0xa0, bytes(0x02, '02')),
    bytes(0x02, name === 'Test authority' ? '01' : '02'),
    ECDSA_WITH_SHA256,
    commonName('Test authority'),
    sequence(from ?? Buffer.of(), to ?? Buffer.of()),
    commonName(name),
    holder.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signed = sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, signer)));
  const lines = signed.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
