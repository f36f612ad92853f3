import { register } from 'node:module';

/** Starts one PostgreSQL for the whole run, or uses the one that TEST_DATABASE_URL names. */
export default async function setup() {
  if (process.env['TEST_DATABASE_URL']) return;
  globalThis.__assayPostgres ??= await startPostgres();
  process.env['TEST_DATABASE_URL'] = globalThis.__assayPostgres.url;
  process.env['ASSAY_TEST_POSTGRES_OWNED'] = '1';
}

/** Jest transforms no TypeScript for its set-up, but the product's own TypeScript starts PostgreSQL. */
async function startPostgres() {
  register('./typescript-hooks.mjs', import.meta.url);
  // Its server is ended when the process exits, which a signal alone would not let it notice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  const { startTestPostgres } = await import('./test-postgres.mjs');
  return startTestPostgres();
}
