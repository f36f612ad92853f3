/** Who may import whom; ARCHITECTURE.md says it in words, test/lint proves each rule with a file that breaks it. */
const { FOLDERS, PURE_PATTERN } = require('./scripts/layers.cjs');

// Infrastructure that every part uses file by file; all others are met at their public faces.
const OPEN = ['primitives', 'platform', 'event-sourcing'];
const PARTS = `(${FOLDERS.filter((folder) => !OPEN.includes(folder)).join('|')})`;
const FACES = '(index|module|http|service-app|read-model/index|commands/index)\\.ts$';
const FRAMEWORKS =
  'node_modules/(@nestjs|typeorm|pg|class-validator|class-transformer|reflect-metadata|fastify|@eventstore)/';
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
    ...FOLDERS.map((folder, index) => ({
      name: 'a-folder-imports-what-stands-below-it',
      comment: 'scripts/layers.cjs has the order',
      severity: 'error',
      from: { path: `^libs/${folder}/`, pathNot: TESTS },
      to: { path: `^libs/(${FOLDERS.slice(index + 1).join('|') || 'none'})/` },
    })),
    {
      name: 'every-folder-has-its-layer',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${FOLDERS.join('|')})/` },
      to: {},
    },
    {
      name: 'deciders-are-pure',
      severity: 'error',
      from: { path: PURE_PATTERN, pathNot: TESTS },
      to: { path: `(${FRAMEWORKS})|^libs/platform/(clock|config|logging/logger)\\.ts$`, reachable: true },
    },
    {
      name: 'public-faces-of-pure-parts-load-without-frameworks',
      severity: 'error',
      from: {
        path: `^libs/${PARTS}/index\\.ts$`,
        pathNot: '^libs/(event-store|projections|local-postgres|read-models)/',
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
        pathNot: `(^libs/[^/]+/read-model/)|(^libs/(projections|read-models)/)|(^libs/event-store/postgres/)|(^libs/platform/postgres/)|(${TESTS})|(^libs/event-store/contract/)`,
      },
      to: { path: 'node_modules/(typeorm|pg)/' },
    },
    {
      name: 'connections-to-postgresql-are-made-in-one-place',
      comment: 'there they survive their own death: a pool made elsewhere may end the process',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `(^libs/platform/postgres/)|(${TESTS})` },
      to: { path: 'node_modules/pg/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'parts-meet-at-their-public-faces',
      severity: 'error',
      from: { path: `^libs/([^/]+)/` },
      to: { path: `^libs/${PARTS}/`, pathNot: [`^libs/$1/`, `^libs/[^/]+/${FACES}`, '^libs/event-store/'] },
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
        pathNot:
          '^libs/(primitives/[^/]+|(evaluation|decision-ids|decisions)/index|platform/(body-parser|instants|problem))\\.ts$',
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
    // A type that is imported is knowledge, too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js'], conditionNames: ['import', 'node', 'default'] },
  },
};
