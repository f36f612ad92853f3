import { describe, expect, it } from '@jest/globals';
import { MODELS, X } from './models.js';
import { Stream } from './stream.js';

const DRAWS = 50_000;

function meanAndVariance(draw: () => number): { mean: number; variance: number } {
  let [sum, squares] = [0, 0];
  for (let index = 0; index < DRAWS; index += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / DRAWS, variance: squares / DRAWS - (sum / DRAWS) ** 2 };
}

describe('random numbers', () => {
  it('are uniform and normal as they say', () => {
    const stream = new Stream(1);
    const uniform = meanAndVariance(() => stream.uniform());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 3);
    const normal = meanAndVariance(() => stream.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
  });

  it('come otherwise from another seed, also from a near one', () => {
    expect(new Stream(1).uniform()).not.toBe(new Stream(2).uniform());
    const [one, other] = [new Stream(5), new Stream(6)];
    const { mean } = meanAndVariance(() => one.normal() * other.normal());
    expect(Math.abs(mean)).toBeLessThan(0.01);
  });

  it.each(Object.entries(MODELS))('of %s expect by a lift of 10% a mean 10% higher', (name, model) => {
    // The same stream for both, so that their chance is the same.
    const meanAt = (lift: number): number => {
      const [stream, subject] = [new Stream(2), new Float64Array(3)];
      return meanAndVariance(() => {
        model.draw(stream, lift, subject);
        return subject[X] ?? 0;
      }).mean;
    };
    expect(meanAt(0.1) / meanAt(0)).toBeCloseTo(1.1, name.startsWith('conversion') ? 1 : 2);
  });
});
