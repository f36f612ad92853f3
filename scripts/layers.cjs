/**
 * The folders of `libs`, lowest layer first. A folder imports only from lower layers and from folders further left in
 * its own layer; that includes types. `.dependency-cruiser.cjs` proves it; ARCHITECTURE.md says what each folder holds.
 */
const LAYERS = [
  ['primitives', 'statistics', 'decision-ids', 'evaluation'],
  ['platform', 'local-postgres', 'event-store'],
  ['event-sourcing', 'projections'],
  ['access', 'subjects', 'flags', 'telemetry', 'metrics', 'reviews'],
  ['experiments'],
  ['measurement', 'guardrails', 'notifications', 'audit', 'learnings', 'decisions', 'inbox'],
  ['read-models', 'operations'],
];

/** Pure files: no framework, clock, randomness or environment. By folder, without suffix; `*` means all files. */
const PURE = {
  primitives: ['*'],
  statistics: ['*'],
  'decision-ids': ['*'],
  evaluation: ['*', 'targeting/*'],
  access: [
    'user',
    'api-key',
    'environment',
    'credentials',
    'identity',
    'sign-in-record',
    'sign-in-delay',
    'sign-in/claims',
  ],
  subjects: [
    'subject',
    'group',
    'override',
    'override-targets',
    'holdout',
    'participation-limit',
    'conflict-domain',
    'slots',
  ],
  flags: [
    'flag',
    'flag.events',
    'flag-experiments',
    'changing',
    'defining',
    'rules',
    'values',
    'requirements',
    'variant-users',
  ],
  telemetry: ['event-type', 'schema/countable-property', 'schema/reference'],
  metrics: ['metric', 'rule-fields'],
  reviews: ['review-policy'],
  experiments: [
    'experiment',
    'experiment-aggregate',
    'experiment.events',
    'content/content',
    'content/content.events',
    'content/checks',
    'content/schedule',
    'content/threshold',
    'drafting',
    'copying',
    'review',
    'amending',
    'narrowing',
    'running',
    'evolve',
    'phases',
    'learning',
    'warnings',
    'false-trips',
    'summary',
  ],
  measurement: ['aggregation/*', 'analysis/*', 'health/*'],
  guardrails: ['judge', 'saga', 'trigger', 'guardrail.events', 'check.events'],
  notifications: [
    'event-kinds',
    'destination',
    'notification-rule',
    'occurrence',
    'delivery',
    'digest',
    'backoff',
    'message',
    'words/*',
    'limit',
  ],
  audit: ['changes'],
  learnings: ['similarity', 'markdown'],
};

const files = Object.entries(PURE).flatMap(([folder, names]) => names.map((name) => `libs/${folder}/${name}`));

module.exports = {
  FOLDERS: LAYERS.flat(),
  /** For ESLint. */
  PURE_GLOBS: files.map((file) => `${file}.ts`),
  /** For dependency-cruiser. */
  PURE_PATTERN: `^(${files.map((file) => file.replaceAll('.', '\\.').replaceAll('*', '[^/]+')).join('|')})\\.ts$`,
};
