import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bodyOf, expectStatus, type Answer } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import type { World } from '../support/world.js';

/** Names that every object inherits, or that reach for a prototype. */
const HOSTILE = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'then'];
/** Those of them that can be keys. */
const KEYS = HOSTILE.filter((each) => /^[a-z]/.test(each));
const name = fc.oneof(fc.constantFrom(...HOSTILE), fc.stringMatching(/^[a-z]{1,3}$/));

const leaf = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom('v1', '😀', true, null));

/** The text of an object that has these members, as own ones. */
const textOf = (members: readonly (readonly [string, string])[]): string =>
  `{${[...new Map(members)].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;

const { json } = fc.letrec<{ json: string; object: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    leaf.map((value) => JSON.stringify(value)),
    tie('object'),
  ),
  object: fc.array(fc.tuple(name, tie('json')), { maxLength: 4 }).map(textOf),
}));
const objectText = fc.array(fc.tuple(name, json), { minLength: 1, maxLength: 4 }).map(textOf);

/** Compares texts: what a matcher reads of `__proto__` may be the prototype. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

describe('names of all kinds', () => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const create = (text: string): Promise<Answer> => world.owner.send('POST', '/v1/flags', text, {});

  it('are kept in the value of a flag, and served', async () => {
    await fc.assert(
      fc.asyncProperty(objectText, async (value) => {
        const key = `value_${randomUUID()}`;
        await expectStatus(201, create(`{"key":"${key}","type":"json","default":${value}}`));
        const decided = await expectStatus(200, world.product.post('/v1/decide', { flag: key, subjectId: 's' }));
        expect(inOrder(decided.body.value)).toBe(inOrder(JSON.parse(value)));
        const read = await expectStatus(200, world.owner.get(`/v1/flags/${key}`));
        expect(inOrder(read.body.default)).toBe(inOrder(JSON.parse(value)));
      }),
      { numRuns: 40, seed: 14 },
    );
  });

  it('are kept in metadata, and called by name in variants', async () => {
    const key = `names_${randomUUID()}`;
    const entries = KEYS.map((each) => [each, JSON.stringify(each)] as const);
    const members = `"variants":${textOf(entries)},"metadata":${textOf(entries)}`;
    await expectStatus(201, create(`{"key":"${key}","type":"string","defaultVariant":"constructor",${members}}`));
    const flag = (await expectStatus(200, world.owner.get(`/v1/flags/${key}`))).body;
    expect(Object.keys(flag.variants).sort()).toEqual([...KEYS].sort());
    expect(inOrder(flag.metadata)).toBe(inOrder(JSON.parse(textOf(entries))));
    const asked = { flag: key, subjectId: 's' };
    expect(await bodyOf(200, world.product.post('/v1/decide', asked))).toMatchObject({
      value: 'constructor',
      variant: 'constructor',
    });
    for (const served of KEYS) {
      const split = textOf([[served, '"100"']]);
      await expectStatus(
        200,
        world.owner.send('PUT', `/v1/flags/${key}/rules`, `[{"when":{},"serve":{"split":${split}}}]`, {}),
      );
      expect(await bodyOf(200, world.product.post('/v1/decide', asked))).toMatchObject({ variant: served });
    }
    const evaluated = await expectStatus(
      200,
      world.product.post(`/ofrep/v1/evaluate/flags/${key}`, { context: { targetingKey: 's' } }),
    );
    expect(evaluated.text).toContain('"constructor":"constructor"');
  });

  it('of attributes decide as any others do, and inherited ones do not', async () => {
    const key = `attributes_${randomUUID()}`;
    await expectStatus(
      201,
      create(`{"key":"${key}","type":"string","variants":{"off":"off","on":"on"},"defaultVariant":"off"}`),
    );
    for (const attribute of HOSTILE) {
      const when = `{"${attribute}":{"$exists":true},"deep.${attribute}":"yes"}`;
      const rules = `[{"when":${when},"serve":"on"}]`;
      await expectStatus(200, world.owner.send('PUT', `/v1/flags/${key}/rules`, rules, {}));
      const valueFor = async (attributes: string): Promise<unknown> => {
        const body = `{"flag":"${key}","subjectId":"s","attributes":${attributes}}`;
        return (await expectStatus(200, world.product.send('POST', '/v1/decide', body, {}))).body.value;
      };
      expect(await valueFor(`{"${attribute}":1,"deep":{"${attribute}":"yes"},"name":"😀"}`)).toBe('on');
      expect(await valueFor('{"deep":{},"name":"😀"}')).toBe('off');
      expect(await valueFor(`{"${attribute}":1,"deep":{}}`)).toBe('off');
    }
  });

  it('of properties are counted by the metrics that name them', async () => {
    const type = `any_${world.suffix}`;
    await expectStatus(201, world.owner.post('/v1/event-types', { key: type, name: 'Any' }));
    const described = (members: string): Promise<Answer> =>
      world.owner.send('PATCH', `/v1/event-types/${type}`, `{"schema":{"properties":${members}}}`, {});
    expect(await described('{"__proto__":{"type":"string","personal":true}}')).toMatchObject({
      status: 400,
      body: { code: 'unsupported_name' },
    });
    await expectStatus(200, described('{"constructor":{"type":"number"},"toString":{"personal":true}}'));
    const event = `{"eventId":"${randomUUID()}","eventType":"${type}","subjectId":"s","timestamp":"${new Date().toISOString()}"`;
    const properties = '"properties":{"constructor":2,"toString":"Anna","__proto__":{"x":1}}';
    const sent = await world.product.send('POST', '/v1/events', `{"events":[${event},${properties}}]}`, {});
    expect(sent).toMatchObject({ status: 200, body: { accepted: 1 } });
    const [row] = (await assay.stores.database.query(
      `SELECT data::text AS data FROM event_store.events WHERE type = 'telemetry_recorded' ORDER BY position DESC LIMIT 1`,
    )) as readonly { readonly data: string }[];
    expect(row?.data).toContain('{"constructor":2,"__proto__":{"x":1}}');
    expect(row?.data).not.toContain('Anna');
  });
});
