export * from './experiment-tables.js';
export { noteHistory } from './history.js';
export { dueSchedules, type DueSchedule } from './due-schedules.js';
