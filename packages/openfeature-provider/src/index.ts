export { type AssayProviderOptions } from './options.js';
export { AssayProvider } from './provider.js';
export { type TelemetryCounts } from './telemetry-counts.js';
