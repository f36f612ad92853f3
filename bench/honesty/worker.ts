import { parentPort } from 'node:worker_threads';
import { perform, type Job } from './jobs.js';

// Jobs come from pool.ts, which sends nothing else.
parentPort?.on('message', (job: Job) => parentPort?.postMessage(perform(job)));
