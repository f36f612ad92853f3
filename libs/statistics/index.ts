export { sampleRatio, type SampleRatio } from './srm.js';
