import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { unavailable } from '../../platform/problem.js';
import { invalid } from '../../primitives/refusal.js';

/** OWASP's first choice for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;
/** Each takes 19 MiB and a thread of the pool. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

/** Hashes and verifies passwords, a bounded number at once. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** What an account without a password is compared with, so that it takes as long. */
  private nobodys: Promise<string> | undefined;

  /** The hash in PHC format. @throws Problem 503 if too many wait */
  hashOf(password: string): Promise<string> {
    return this.inTurn(() => hash(normalized(password), PARAMETERS));
  }

  /** @param passwordHash null: of an account without one; the answer is no, and takes as long */
  async isRight(password: string, passwordHash: string | null): Promise<boolean> {
    this.nobodys ??= hash(randomBytes(24), PARAMETERS);
    const nobodys = await this.nobodys;
    const matches = await this.inTurn(() => verify(passwordHash ?? nobodys, normalized(password)));
    return matches && passwordHash !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) {
      if (this.waiting.length >= MOST_WAITING) throw unavailable('busy', 'too many sign in at once; try again');
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

/** The same password from every keyboard (RFC 8265). */
const normalized = (password: string): string => password.normalize('NFC');

/**
 * @param words that a guesser tries first: the user's name and e-mail address
 * @throws Refusal `weak_password` at `/password`
 */
export function checkPassword(password: string, words: readonly string[]): void {
  const text = password.normalize('NFC').toLowerCase();
  const weak = (why: string) => invalid('weak_password', why, '/password');
  if (new Set(text).size < 5) throw weak('choose a password of more different characters');
  const known = [...words.flatMap((word) => [word, ...word.split(/[@.\s]+/)]), 'password', 'assay'];
  const rest = known
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, ''), text);
  if (rest.length < SHORTEST_PASSWORD / 2)
    throw weak('choose a password that is not your name, your address, "password" or "assay"');
}
