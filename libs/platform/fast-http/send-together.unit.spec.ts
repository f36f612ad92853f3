import { describe, expect, it } from '@jest/globals';
import { SendTogether } from './send-together.js';

const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('answers of one turn of the event loop', () => {
  it('are sent behind the last of them, in their order, each once', async () => {
    const sent: number[] = [];
    const together = new SendTogether(() => undefined);
    for (const n of [1, 2, 3]) together.add(() => void sent.push(n));
    expect(sent).toEqual([]);
    await endOfTurn();
    expect(sent).toEqual([1, 2, 3]);
    together.add(() => void sent.push(4));
    await endOfTurn();
    expect(sent).toEqual([1, 2, 3, 4]);
  });

  it('are sent though one of them cannot be', async () => {
    const sent: number[] = [];
    const failures: unknown[] = [];
    const together = new SendTogether((error) => failures.push(error));
    together.add(() => {
      throw new Error('gone');
    });
    together.add(() => void sent.push(2));
    await endOfTurn();
    expect(sent).toEqual([2]);
    expect(String(failures)).toContain('gone');
  });
});
