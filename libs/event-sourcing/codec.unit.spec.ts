import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../event-store/index.js';
import { createCodec, UnknownEventTypeError, UnknownEventVersionError } from './codec.js';

interface ParcelEvents {
  parcel_weighed: { readonly grams: number; readonly scale: string };
  parcel_lost: { readonly reason: string };
}

const codec = createCodec<ParcelEvents>({
  parcel_weighed: {
    version: 3,
    upcasters: {
      1: ({ kilograms }) => ({ grams: Number(kilograms) * 1000 }),
      2: (data) => ({ ...data, scale: 'unknown' }),
    },
  },
  parcel_lost: { version: 1 },
});

const stored = (type: string, data: JsonObject, metadata: JsonObject) => ({ type, data, metadata });

describe('codec', () => {
  it.each([
    ['1, written before versions were', { kilograms: 2 }, {}, { grams: 2000, scale: 'unknown' }],
    ['1', { kilograms: 2 }, { v: 1 }, { grams: 2000, scale: 'unknown' }],
    ['2', { grams: 750 }, { v: 2 }, { grams: 750, scale: 'unknown' }],
    ['3', { grams: 750, scale: 'north' }, { v: 3 }, { grams: 750, scale: 'north' }],
  ])('decodes a stored sample of version %s', (_version, data, metadata, current) => {
    expect(codec.decode(stored('parcel_weighed', data, metadata))).toEqual({ type: 'parcel_weighed', data: current });
  });

  it('encodes at the current version, beside other metadata, so that decoding gives the same back', () => {
    const encoded = codec.encode('parcel_weighed', { grams: 1, scale: 'south' }, { actor: 'ann', v: 1 });
    expect(encoded.metadata).toEqual({ actor: 'ann', v: 3 });
    expect(codec.decode(encoded)).toEqual({ type: 'parcel_weighed', data: { grams: 1, scale: 'south' } });
  });

  it('leaves the stored event as it was', () => {
    const sample = stored('parcel_weighed', Object.freeze({ kilograms: 2 }), Object.freeze({ v: 1 }));
    codec.decode(sample);
    expect(sample.data).toEqual({ kilograms: 2 });
  });

  it('refuses a type that it does not know', () => {
    expect(() => codec.decode(stored('parcel_sunk', {}, {}))).toThrow(UnknownEventTypeError);
    expect(() => codec.decode(stored('toString', {}, {}))).toThrow(UnknownEventTypeError);
    expect(codec.knows('parcel_lost')).toBe(true);
    expect(codec.knows('parcel_sunk')).toBe(false);
  });

  it.each([2, 0, 1.5, '1'])('refuses version %p of a type that is at 1', (v) => {
    expect(() => codec.decode(stored('parcel_lost', { reason: 'storm' }, { v }))).toThrow(UnknownEventVersionError);
  });

  it('refuses a definition that lacks an upcaster', () => {
    const definitions = {
      parcel_lost: { version: 1 },
      parcel_weighed: { version: 3, upcasters: { 2: (d: JsonObject) => d } },
    };
    expect(() => createCodec<ParcelEvents>(definitions)).toThrow('no upcaster from version 1');
  });
});
