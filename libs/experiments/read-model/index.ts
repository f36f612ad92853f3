export * from './experiment-tables.js';
export { noteHistory } from './history.js';
