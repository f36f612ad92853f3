import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EventStoreMisconfigured } from '../errors.js';
import type { ConnectionSettings } from './connection-string.js';

export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** Reads the files that the connection string names. @throws EventStoreMisconfigured for an invalid file */
export function readTlsFiles({ tls, files }: ConnectionSettings): TlsFiles {
  if (!tls) return {};
  const { tlsCAFile, userCertFile, userKeyFile } = files;
  if ((userCertFile === undefined) !== (userKeyFile === undefined))
    throw new EventStoreMisconfigured('EVENTSTORE_URL cannot be used: userCertFile and userKeyFile go together');
  return {
    ...(tlsCAFile !== undefined && { ca: certificate('tlsCAFile', tlsCAFile) }),
    ...(userCertFile !== undefined && { cert: certificate('userCertFile', userCertFile) }),
    ...(userKeyFile !== undefined && { key: contents('userKeyFile', userKeyFile) }),
  };
}

function certificate(option: string, path: string): Buffer {
  const pem = contents(option, path);
  try {
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new EventStoreMisconfigured(`EVENTSTORE_URL: ${option} ${path} holds no certificate in PEM`, error);
  }
}

function contents(option: string, path: string): Buffer {
  try {
    return readFileSync(resolve(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'failed';
    throw new EventStoreMisconfigured(`EVENTSTORE_URL: ${option} ${path} cannot be read (${code})`, error);
  }
}
