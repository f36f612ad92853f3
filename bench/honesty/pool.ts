import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Job, JobResult } from './jobs.js';

const THREADS = 2;

/**
 * The results of jobs, in their order, worked on by two threads.
 * @param done is told how many jobs are finished
 */
export async function performAll(jobs: readonly Job[], done: (finished: number) => void): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const waiting = [...jobs.entries()];
  let finished = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.js', import.meta.url));
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, job] = next;
        worker.postMessage(job);
        // The worker answers with the result of its job, and nothing else. An error in it rejects.
        const [result] = (await once(worker, 'message')) as [JobResult];
        results[index] = result;
        done((finished += 1));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: THREADS }, work));
  return results;
}
