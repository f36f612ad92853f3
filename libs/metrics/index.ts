export * from './metric.js';
export { BUCKET_SECONDS, bucketOf } from './aggregation/subject-state.js';
export { runAt } from './aggregation/runs.js';
