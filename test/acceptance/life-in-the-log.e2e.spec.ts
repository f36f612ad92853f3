import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/apps.js';
import { ADMIN_KEY, startStores, type TestStores } from '../support/stores.js';
import { expectOneRollback, startHarmful } from '../chaos/rollback.js';
import { createWorld } from '../support/world.js';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

/** The lines of the log among what was written, each a JSON object. */
const linesOf = (output: string): Line[] =>
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));

describe('the log of standalone at level info', () => {
  let stores: TestStores;
  let app: TestApp;
  let experiment: string;

  beforeAll(async () => {
    stores = await startStores('postgresql');
    app = await startApp('standalone', { ...stores.environment, ASSAY_LOG_LEVEL: 'info' });
    const world = await createWorld({ command: app.url, ingest: app.url, query: app.url }, ADMIN_KEY);
    const { id, harm } = await startHarmful(world);
    experiment = id;
    await harm();
    await expectOneRollback(world, id);
    await app.stop();
  }, 120_000);

  afterAll(() => stores.stop());

  it.each([
    /start/,
    /lease was taken/,
    /ready/,
    /guardrail breached: rollback acted/,
    /shutdown begins/,
    /shutdown is complete/,
  ])('tells a life: %s', (words) => {
    expect(linesOf(app.output()).map(({ msg }) => msg)).toContainEqual(expect.stringMatching(words));
  });

  it('tells of a rollback with its evidence', () => {
    const rollback = linesOf(app.output()).find(({ msg }) => msg.startsWith('guardrail breached'));
    expect(rollback).toMatchObject({ experiment, action: 'rollback', outcome: 'acted', value: '1', threshold: '0.05' });
  });

  it('holds no secret and warns of nothing', () => {
    expect(app.output()).not.toContain(ADMIN_KEY);
    expect(app.output()).not.toContain('test-decision-secret');
    expect(linesOf(app.output()).filter(({ level }) => level > 30)).toEqual([]);
  });
});
