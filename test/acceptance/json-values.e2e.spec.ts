import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { STORES } from '../support/stores.js';
import type { World } from '../support/world.js';

/** Pairs of values, which are off and on. */
const TEXTS = {
  'members in an order neither of the alphabet nor of lengths': [
    '{"zeta":1,"b":{"longer":[{"y":null,"x":"é"}],"a":0.5},"":[],"aa":false}',
    '{"zz":[[{"c":1,"a":2,"b":3}]],"constructor":{"z":1,"__proto__":2},"m":"\\"quoted\\""}',
  ],
  'members that are named like integers': ['{"b":1,"1":2,"0":{"x":[],"7":[]}}', '[{"10":1,"9":2}]'],
  'numbers in several forms': ['{"price":1.0,"big":1e2,"small":0.10}', '{"list":[1.50,2E+1,-0.0]}'],
  'white space and escapes': ['{ "a" : [ 1,\n\t2 ] }', '{"slash":"\\/","letter":"\\u0061" }'],
  'a member twice, and a list that is empty but for a space': ['{"a":1,"a":2}', '[ ]'],
} as const;

describe.each(STORES)('the value of a flag that is an object, on %s', (store) => {
  let assay: RunningWorld;
  let world: World;

  beforeAll(async () => {
    assay = await startWorld(store);
    ({ world } = assay);
  });

  afterAll(() => assay.stop());

  const textOf = async (answer: Promise<{ readonly status: number; readonly text: string }>): Promise<string> => {
    const { status, text } = await answer;
    expect(status).toBeLessThan(300);
    return text;
  };

  it.each(Object.entries(TEXTS))('is as it was written in every answer: %s', async (_, [OFF, ON]) => {
    const { owner, product, approver } = world;
    const key = `flag_${randomUUID()}`;
    const path = `/v1/flags/${key}`;
    const created = `{"key":"${key}","type":"json","variants":{"on":${ON},"off":${OFF}},"defaultVariant":"off"}`;
    expect(await textOf(owner.send('POST', '/v1/flags', created, {}))).toContain(OFF);
    for (const answer of [owner.get(path), owner.get(`/v1/flags?q=${key}`)]) {
      const text = await textOf(answer);
      expect(text).toContain(`"on":${ON}`);
      expect(text).toContain(`"default":${OFF}`);
    }
    const asked = { flag: key, subjectId: 'ada' };
    const context = { context: { targetingKey: 'ada' } };
    const served = async (value: string): Promise<void> => {
      for (const answer of [
        product.post('/v1/decide', asked),
        product.post('/v1/decide', { flags: [key], subjectId: 'ada' }),
        owner.post('/v1/decide/explain', asked),
        product.post(`/ofrep/v1/evaluate/flags/${key}`, context),
        product.post('/ofrep/v1/evaluate/flags', context),
      ]) {
        expect(await textOf(answer)).toContain(`"value":${value}`);
      }
      expect(await textOf(product.get('/v1/snapshot'))).toContain(value);
    };
    await served(OFF);

    const variants = `[{"key":"a","value":${OFF},"weight":"0","control":true},{"key":"b","value":${ON},"weight":"100"}]`;
    const draft = `{"key":"exp_${key}","name":"Objects","flag":"${key}","metrics":["${world.metric}"],"variants":${variants}}`;
    const { id } = (await expectStatus(201, owner.send('POST', '/v1/experiments', draft, {}))).body;
    const experiment = `/v1/experiments/${id}`;
    for (const answer of [owner.get(experiment), owner.get(`${experiment}/history`)]) {
      expect(await textOf(answer)).toContain(`"value":${ON}`);
    }
    await expectStatus(200, owner.post(`${experiment}/submit`));
    await expectStatus(200, approver.post(`${experiment}/approve`));
    await expectStatus(200, owner.post(`${experiment}/start`));
    await served(ON);
    await expectStatus(200, owner.post(`${experiment}/complete`, { outcome: 'rollout', winner: 'b' }));
    await served(ON);
    expect(await textOf(owner.get(path))).toContain(`"value":${ON}`);

    const copy = await textOf(owner.post(`${experiment}/copy`, { key: `copy_${key}` }));
    expect(copy).toContain(`"value":${ON}`);
    expect(await textOf(owner.post(`/v1/flags/${key}/pins/${id}/adopt`))).toContain(`"default":${ON}`);
    await served(ON);
    const more = `{"variants":{"more":${ON}}}`;
    expect(await textOf(owner.send('PATCH', path, more, {}))).toContain(`"more":${ON}`);
  });
});
