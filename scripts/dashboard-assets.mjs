import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * Compresses the built dashboard, so that the server sends what is compressed already, and compares the JavaScript of its
 * first page with the budget.
 */
const ROOT = 'dist/apps/dashboard';
const BUDGET_BYTES = 250 * 1024;
const FIRST_PAGE = ['index.html', 'src/home/home-page.tsx'];
const SMALLEST = 1_024;

const manifest = JSON.parse(readFileSync(join(ROOT, '.vite/manifest.json'), 'utf8'));
rmSync(join(ROOT, '.vite'), { recursive: true });

const compressed = new Map();
for (const name of readdirSync(join(ROOT, 'assets'))) {
  const path = join(ROOT, 'assets', name);
  const content = readFileSync(path);
  const gzip = gzipSync(content, { level: 9 });
  compressed.set(`assets/${name}`, gzip.length);
  if (content.length < SMALLEST || !/\.(js|css|svg)$/.test(name)) continue;
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

const files = new Set();
/** Notes a chunk and what it imports at once. */
function visit(key) {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`the build has no ${key}`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const imported of chunk.imports ?? []) visit(imported);
}
FIRST_PAGE.forEach(visit);

const bytes = [...files].reduce((sum, file) => sum + (compressed.get(file) ?? 0), 0);
const kib = (count) => `${(count / 1024).toFixed(1)} KiB`;
process.stdout.write(`dashboard: first page ${kib(bytes)} of JavaScript with gzip (budget ${kib(BUDGET_BYTES)})\n`);
if (bytes > BUDGET_BYTES) process.exit(1);
