import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../primitives/refusal.js';
import { SealedTexts, UnopenableText } from './sealed-text.js';

const OLD = { id: 'k1', secret: 'the first secret of seals' };
const NEW = { id: 'k2.b', secret: 'the second secret of seals' };

describe('a sealed text', () => {
  const texts = new SealedTexts([OLD]);

  it('opens for the thing that it was sealed for, and is never the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, about) => {
        const sealed = texts.seal(text, about);
        expect(texts.open(sealed, about)).toBe(text);
        expect(texts.seal(text, about)).not.toBe(sealed);
        expect(() => texts.open(sealed, `${about}.`)).toThrow(UnopenableText);
      }),
    );
  });

  it('does not contain the text, and does not open after any change', () => {
    const sealed = texts.seal('whsec_abc', 'destination 1');
    expect(sealed).not.toContain('abc');
    const at = sealed.lastIndexOf(':') + 1;
    for (let index = at; index < sealed.length - 1; index += 1) {
      const other = sealed[index] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
      expect(() => texts.open(changed, 'destination 1')).toThrow(UnopenableText);
    }
    for (const broken of ['', 'plain', 's1:k1:', 's2:k1:AAAA', `${sealed}:x`, 's1:k1:AAAA']) {
      expect(() => texts.open(broken, 'destination 1')).toThrow(UnopenableText);
    }
  });

  it('opens after a rotation while its key is still configured, and new texts have the new key', () => {
    const sealed = texts.seal('secret', 'x');
    const rotated = new SealedTexts([NEW, OLD]);
    expect(rotated.open(sealed, 'x')).toBe('secret');
    expect(rotated.seal('secret', 'x')).toMatch(/^s1:k2\.b:/);
    expect(() => new SealedTexts([NEW]).open(sealed, 'x')).toThrow('ASSAY_SEAL_KEY has no key k1');
  });

  it('needs a key', () => {
    const without = new SealedTexts([]);
    expect(without.canSeal).toBe(false);
    const refused = (): string => without.seal('secret', 'x');
    expect(refused).toThrow(Refusal);
    expect(refused).toThrow(/ASSAY_SEAL_KEY/);
  });
});
