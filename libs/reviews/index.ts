export * from './review-policy.js';
