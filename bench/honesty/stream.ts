/**
 * Random numbers with a seed. Source: Blackman, Vigna, xoshiro128**, 2018, seeded by SplitMix32. Its period of 2^128 − 1
 * is what the generator of the tests lacks: a table draws more numbers than that one has.
 */
export class Stream {
  private readonly state = new Int32Array(4);
  private spare = NaN;

  constructor(seed: number) {
    let mix = seed | 0;
    for (let index = 0; index < 4; index += 1) {
      mix = (mix + 0x9e3779b9) | 0;
      let word = Math.imul(mix ^ (mix >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.state[index] = word ^ (word >>> 15);
    }
  }

  /** Above 0, below 1. */
  uniform(): number {
    const state = this.state;
    const [s0, s1, s2, s3] = [state[0] ?? 0, state[1] ?? 0, state[2] ?? 0, state[3] ?? 0];
    const scrambled = Math.imul(rotated(Math.imul(s1, 5), 7), 9);
    state[0] = s0 ^ s3 ^ s1;
    state[1] = s1 ^ s2 ^ s0;
    state[2] = s2 ^ s0 ^ (s1 << 9);
    state[3] = rotated(s3 ^ s1, 11);
    return ((scrambled >>> 0) + 0.5) / 4_294_967_296;
  }

  /** Standard normal. Source: Box, Muller 1958; both numbers of a pair are used. */
  normal(): number {
    if (!Number.isNaN(this.spare)) {
      const spare = this.spare;
      this.spare = NaN;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** From 0, below `count`. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
