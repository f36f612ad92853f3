import { types } from 'node:util';

/** An error whose message tells an operator what is wrong and what to do. */
export interface SaysWhatToDo extends Error {
  readonly saysWhatToDo: true;
}

/** A start that fails for a known reason. Its message is one line. */
export class StartFailure extends Error implements SaysWhatToDo {
  readonly saysWhatToDo = true;

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartFailure';
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is exceeded',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'it exists and is not a folder',
  EISDIR: 'it is a folder',
  ENOENT: 'it does not exist',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the device fails',
  EMFILE: 'too many files are open',
};

/** True also for errors of other realms, such as Node's own errors in a sandbox. */
export const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

/** The code of a system error, such as ENOSPC; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  if (!isError(error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Describes a system error in words, with its code. */
export function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (code !== undefined) return REASONS[code] === undefined ? code : `${REASONS[code]} (${code})`;
  return isError(error) ? error.message : String(error);
}
