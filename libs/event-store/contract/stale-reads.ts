import type { EventStore } from '../event-store.js';
import { appendWithRetry } from '../retry-append.js';
import { all, events, freshStream } from './harness.js';

const FLOWS = 20;
const APPENDS_PER_STREAM = 4;

/** Reads `reads` times, each right after the writer appended. @returns how many reads missed the append */
export async function staleReads(writer: EventStore, reader: EventStore, reads: number): Promise<number> {
  const flow = async (): Promise<number> => {
    let stale = 0;
    for (let done = 0; done < reads / FLOWS; done += APPENDS_PER_STREAM) {
      const stream = freshStream();
      for (let revision = 0; revision < APPENDS_PER_STREAM; revision += 1) {
        const expected = revision === 0 ? 'no_stream' : revision - 1;
        await appendWithRetry(writer, stream, events(1), { expected, timeoutMs: 10_000 });
        const [last] = await all(reader.read(stream, { direction: 'backwards', limit: 1 }));
        if (last?.revision !== revision) stale += 1;
      }
    }
    return stale;
  };
  const counts = await Promise.all(Array.from({ length: FLOWS }, flow));
  return counts.reduce((sum, count) => sum + count, 0);
}
