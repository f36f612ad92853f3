export { sampleRatio, sequentialSampleRatio, type SampleRatio } from './srm.js';
export { displacedShare } from './displaced.js';
