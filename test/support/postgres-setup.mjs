import { startTestPostgres } from './test-postgres.mjs';

/** Brings up one PostgreSQL for the whole run, or takes the one that TEST_DATABASE_URL names. */
export default async function setup() {
  if (process.env['TEST_DATABASE_URL']) return;
  globalThis.__assayPostgres ??= await startTestPostgres();
  process.env['TEST_DATABASE_URL'] = globalThis.__assayPostgres.url;
  process.env['ASSAY_TEST_POSTGRES_OWNED'] = '1';
}
