export * from './experiment.events.js';
export * from './experiment.js';
export { contentHash, type ContentChanges, type GuardrailDraft } from './content.js';
export * from './drafting.js';
export * from './review.js';
export * from './running.js';
export { takeOverReservation } from './reservation.js';
export { experimentDocument } from './experiment-document.js';
