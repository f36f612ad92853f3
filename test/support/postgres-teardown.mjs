/** Stops the PostgreSQL that the setup started; a second project's teardown finds nothing to do. */
export default async function teardown() {
  const postgres = globalThis.__assayPostgres;
  if (!postgres) return;
  globalThis.__assayPostgres = undefined;
  delete process.env['TEST_DATABASE_URL'];
  await postgres.stop();
}
