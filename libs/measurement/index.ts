export { BUCKET_SECONDS, bucketOf } from './aggregation/buckets.js';
export { POOLED } from './aggregation/deltas.js';
export { binOf, quantileOf, type Bin } from './aggregation/sketch.js';
export { ANY, denominatorOf, EXPOSED, numeratorOf } from './aggregation/unit-state.js';
