export * from './measurement-rows.js';
export { measurementOf } from './measurement.projection.js';
export { enrolledDigests, isEnrolled, joinedDigests, unattributedEvents, type Enrolled } from './enrolled.js';
export { readAsOf, readExperiments, readMetrics, type AsOf, type Reader } from './measured.js';
export { readEvidence } from './evidence-rows.js';
export { healthFacts, readExposed, readLatestEvents } from './health-rows.js';
export { MeasuredExposures } from './recent-exposures.js';
export { MeasuredVerdicts } from './verdicts.js';
