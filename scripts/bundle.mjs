import { existsSync, readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

/**
 * Bundles what swc compiled, and the packages it uses, into one entry per app and chunks that they share: thousands of
 * modules, each looked up and loaded by itself, cost half of a start and a fifth of the memory.
 */
const APPS = ['standalone', 'command-api', 'ingest-api', 'query-api', 'projector'];
const COMPILED = 'dist/compiled/apps';
// Paths relative to a module (the thread's script, the dashboard) are as they are in the chunks' folder.
const WORKER = 'counting.worker';

const bundle = await rolldown({
  input: {
    ...Object.fromEntries(APPS.map((app) => [app, `${COMPILED}/${app}/main.js`])),
    [WORKER]: `${COMPILED}/projector/${WORKER}.js`,
  },
  platform: 'node',
  plugins: [{ name: 'source-maps', load: withSourceMap }],
  onLog(level, { code, id = '', message }) {
    // Frameworks load further packages where they are installed: here they are not.
    if (code === 'UNRESOLVED_IMPORT' && id.includes('node_modules')) return;
    process.stderr.write(`${level}: ${message}\n`);
    process.exitCode = 1;
  },
});
await bundle.write({
  dir: 'dist/apps',
  format: 'esm',
  // Names of classes are shown in documents and logs.
  keepNames: true,
  // In memory, a text that is not all ASCII takes two bytes for each character.
  charset: 'ascii',
  // The packages go along in node_modules, with their licences.
  comments: false,
  sourcemap: true,
  entryFileNames: ({ name }) => (name === WORKER ? `chunks/${WORKER}.js` : `${name}/main.js`),
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();

/** So that `--enable-source-maps` shows the lines of TypeScript. */
function withSourceMap(path) {
  const map = `${path}.map`;
  if (path.includes('node_modules') || !existsSync(map)) return null;
  return { code: readFileSync(path, 'utf8'), map: readFileSync(map, 'utf8') };
}
