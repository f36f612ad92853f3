export * from './learnings.js';
export { similarTo, type SimilarExperiment } from './similar-experiments.js';
export { ToldOfSimilar } from './told-of-similar.js';
