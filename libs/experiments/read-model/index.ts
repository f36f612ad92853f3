export * from './experiment-tables.js';
export { noteHistory, type HistoryEntry } from './history.js';
export { dueSchedules, type DueSchedule } from './due-schedules.js';
