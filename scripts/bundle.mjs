import { existsSync, readFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

/**
 * Bundles the output of swc and the npm packages that it uses into one entry per app, and shared chunks. Without a
 * bundle, looking up and loading thousands of modules takes half of the time of a start and a fifth of the memory.
 */
const APPS = ['standalone', 'command-api', 'ingest-api', 'query-api', 'projector'];
const COMPILED = 'dist/compiled/apps';
// The worker goes to the folder of the chunks, because chunks refer to it (and to the dashboard) by relative path.
const WORKER = 'counting.worker';

const bundle = await rolldown({
  input: {
    ...Object.fromEntries(APPS.map((app) => [app, `${COMPILED}/${app}/main.js`])),
    [WORKER]: `${COMPILED}/projector/${WORKER}.js`,
  },
  platform: 'node',
  // Native code stays a package of its own.
  external: ['@node-rs/argon2'],
  plugins: [{ name: 'source-maps', load: withSourceMap }],
  onLog(level, { code, id = '', message }) {
    // Frameworks load optional packages, which are not installed here.
    if (code === 'UNRESOLVED_IMPORT' && id.includes('node_modules')) return;
    process.stderr.write(`${level}: ${message}\n`);
    process.exitCode = 1;
  },
});
await bundle.write({
  dir: 'dist/apps',
  format: 'esm',
  // API documents and logs show the names of classes.
  keepNames: true,
  // A text that is not all ASCII takes two bytes per character in memory.
  charset: 'ascii',
  // Licences are not needed here: the packages are shipped in node_modules.
  comments: false,
  sourcemap: true,
  entryFileNames: ({ name }) => (name === WORKER ? `chunks/${WORKER}.js` : `${name}/main.js`),
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();

/** Passes swc's source maps on, so that `--enable-source-maps` shows lines of TypeScript. */
function withSourceMap(path) {
  const map = `${path}.map`;
  if (path.includes('node_modules') || !existsSync(map)) return null;
  return { code: readFileSync(path, 'utf8'), map: readFileSync(map, 'utf8') };
}
