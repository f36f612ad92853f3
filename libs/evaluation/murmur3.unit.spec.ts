import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Beginning, murmur3 } from './murmur3.js';

/** A second, plainer reading of the definition, over bytes and in unbounded integers. */
function referenceMurmur3(bytes: readonly number[], seed: number): number {
  const u32 = (value: bigint) => BigInt.asUintN(32, value);
  const rotateLeft = (value: bigint, by: bigint) => u32(value << by) | (value >> (32n - by));
  const littleEndian = (part: readonly number[]) => part.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const scramble = (block: bigint) => u32(rotateLeft(u32(block * 0xcc9e2d51n), 15n) * 0x1b873593n);

  const whole = bytes.length - (bytes.length % 4);
  let hash = BigInt(seed);
  for (let at = 0; at < whole; at += 4) {
    hash = u32(rotateLeft(hash ^ scramble(littleEndian(bytes.slice(at, at + 4))), 13n) * 5n + 0xe6546b64n);
  }
  hash ^= scramble(littleEndian(bytes.slice(whole)));
  hash ^= BigInt(bytes.length);
  hash = u32((hash ^ (hash >> 16n)) * 0x85ebca6bn);
  hash = u32((hash ^ (hash >> 13n)) * 0xc2b2ae35n);
  return Number(hash ^ (hash >> 16n));
}

const referenceOfText = (text: string, seed: number) => referenceMurmur3([...new TextEncoder().encode(text)], seed);

const publishedVectors: readonly (readonly [text: string, seed: number, hash: number])[] = [
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['', 0xfba4c795, 0x6a396f08],
  ['\0', 0, 0x514e28b7],
  ['\0', 0xfba4c795, 0xea3f0b17],
  ['\0\0', 0, 0x30f4c306],
  ['\0\0\0', 0, 0x85f0b427],
  ['\0\0\0\0', 0, 0x2362f9de],
  ['!', 0, 0x72661cf4],
  ['!C', 0, 0xa0f7b07a],
  ['!Ce', 0, 0x7e4a8634],
  ['test', 0, 0xba6bd213],
  ['test', 0x9747b28c, 0x704b81dc],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 1234, 0xfaf6cdb3],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['abc', 0, 0xb3dd93fa],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['aa', 0x9747b28c, 0x5d211726],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['abcd', 0x9747b28c, 0xf0478627],
  ['a'.repeat(256), 0x9747b28c, 0x37405bdc],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', 0, 0xee925b90],
  ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
];

describe('MurmurHash3, x86, 32 bit', () => {
  it.each(publishedVectors)('hashes %j with seed %d as published', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  it('takes seed 0 when given none', () => {
    expect(murmur3('test')).toBe(0xba6bd213);
  });

  it('is tested against a reference that yields the verification value of SMHasher', () => {
    const hashes = Array.from({ length: 256 }, (_, length) =>
      referenceMurmur3(
        Array.from({ length }, (_, byte) => byte),
        256 - length,
      ),
    );
    const littleEndian = hashes.flatMap((hash) => [0, 8, 16, 24].map((shift) => (hash >>> shift) & 0xff));
    expect(referenceMurmur3(littleEndian, 0)).toBe(0xb0f57ee3);
  });

  it.each(['\ud800', 'ab\udc00cd', '\udc00\ud800', 'x\ud83e'])('counts a lone surrogate as U+FFFD: %j', (text) => {
    expect(murmur3(text)).toBe(murmur3(text.replaceAll(/\p{Surrogate}/gu, '\ufffd')));
  });

  const places = [0, 1, 2, 3, 4, 5, 6];
  it.each(['\x7f', '\x80', 'ë', 'π', '東', '🦉'])('takes %j as UTF-8 at any place in ASCII', (other) => {
    for (const at of places) {
      const text = 'abcdefg'.slice(0, at) + other + 'abcdefg'.slice(at + 1);
      expect(murmur3(text)).toBe(referenceOfText(text, 0));
    }
  });

  const seed = fc.integer({ min: 0, max: 0xffffffff });
  const utf16 = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
  it.each([
    ['ASCII', fc.string({ unit: 'binary-ascii', maxLength: 80 })],
    ['text', fc.string({ unit: 'grapheme', maxLength: 80 })],
    ['UTF-16, well-formed or not,', utf16],
    ['ASCII with one other character', fc.tuple(fc.string(), utf16, fc.string()).map((parts) => parts.join(''))],
  ])('hashes any %s as the reference does', (_, texts) => {
    fc.assert(
      fc.property(texts, seed, (text, seed) => {
        expect(murmur3(text, seed)).toBe(referenceOfText(text, seed));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('the same hash, after a beginning', () => {
  it('is that of the whole text, whatever both are', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, text, (beginning, text) => {
        expect(new Beginning(beginning).hashWith(text)).toBe(murmur3(beginning + text));
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('is that of the whole text after %d characters', (length) => {
    const after = new Beginning('user-wxyz'.slice(0, length));
    for (let end = 0; end < 12; end += 1) {
      const text = 'abcdefghijkl'.slice(0, end);
      expect(after.hashWith(text)).toBe(murmur3('user-wxyz'.slice(0, length) + text));
    }
  });
});
