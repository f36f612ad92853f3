/** Who may import whom; ARCHITECTURE.md says it in words, test/lint proves each rule with a file that breaks it. */
const PARTS = '(access|decisions|events|experiments|flags|guardrails|metrics|projections|reviews|statistics|subjects)';
const FACES = '(index|module|http|operations\\.module|read-model/index|commands/index)\\.ts$';
const FRAMEWORKS =
  'node_modules/(@nestjs|typeorm|pg|class-validator|class-transformer|reflect-metadata|fastify|@eventstore)/';
const DECIDERS =
  '^libs/(flags/(flag|flag\\.events|changing|defining|rules|values)|metrics/metric|metrics/aggregation/[^/]+|events/event-type|reviews/review-policy|access/(user|api-key|environment)|subjects/(subject|group|override|holdout|participation-limit|conflict-domain|slots)|' +
  'experiments/(experiment|experiment\\.events|content|content\\.events|checks|drafting|copying|review|amending|narrowing|running|evolve|phases|warnings|summary)|guardrails/(judge|saga|trigger|guardrail\\.events|check\\.events)|' +
  'decisions/(murmur3|bucketing|evaluate|live-experiment|identify|snapshot|configured|compile|targeting/[^/]+)|statistics/.+)\\.ts$';
const TESTS = '\\.spec\\.ts$';

module.exports = {
  forbidden: [
    { name: 'libs-import-no-app', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-import-no-app',
      comment: 'standalone composes the root modules of the others',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'deciders-are-pure',
      severity: 'error',
      from: { path: DECIDERS },
      to: { path: `(${FRAMEWORKS})|^libs/platform/(clock|config|logger)\\.ts$`, reachable: true },
    },
    {
      name: 'public-faces-of-pure-parts-load-without-frameworks',
      severity: 'error',
      from: {
        path: '^libs/(access|decisions|events|experiments|flags|guardrails|metrics|reviews|statistics|subjects)/index\\.ts$',
      },
      to: { path: FRAMEWORKS, reachable: true },
    },
    {
      name: 'only-the-event-store-speaks-to-eventstoredb',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/event-store/' },
      to: { path: 'node_modules/@eventstore/' },
    },
    {
      name: 'only-read-models-speak-to-postgresql',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `(^libs/[^/]+/read-model/)|(^libs/projections/)|(^libs/event-store/postgres/)|(^libs/platform/postgres/)|(${TESTS})|(^libs/event-store/contract/)`,
      },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'connections-to-postgresql-are-made-in-one-place',
      comment: 'there they survive their own death: a pool made elsewhere may end the process',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `(^libs/platform/postgres/)|(${TESTS})` },
      to: { path: 'node_modules/pg/' },
    },
    {
      name: 'parts-meet-at-their-public-faces',
      severity: 'error',
      from: { path: `^libs/([^/]+)/` },
      to: { path: `^libs/${PARTS}/`, pathNot: [`^libs/$1/`, `^libs/[^/]+/${FACES}`] },
    },
    {
      name: 'the-event-store-is-met-at-its-port',
      severity: 'error',
      from: { path: '^libs/', pathNot: `(^libs/event-store/)|(${TESTS})` },
      to: { path: '^libs/event-store/', pathNot: '^libs/event-store/(index|open-event-store)\\.ts$' },
    },
    {
      name: 'nothing-imports-packages',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^packages/' },
    },
    {
      name: 'packages-take-what-is-pure',
      comment: 'they are installed elsewhere, where none of our frameworks is',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: {
        path: '^(apps|libs)/',
        pathNot: '^libs/(decisions/index|platform/(body-parser|instants|problem|recent-cache))\\.ts$',
      },
    },
    {
      name: 'packages-load-without-frameworks',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: FRAMEWORKS, reachable: true },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^(apps|libs|packages)/' }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|apps/dashboard|packages/[^/]+/dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types leave no trace at run time: what counts is what is loaded.
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'node', 'default'] },
  },
};
