import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import type { World } from '../support/world.js';

const INEXACT = ['9007199254740993', '-9007199254740993', '12345678901234567890', '1152921504606846976'] as const;
const EXACT = ['9007199254740991', '9007199254740994', '-9007199254740992', '100000000000000000000'] as const;

describe('an integer in a body', () => {
  let assay: RunningWorld;
  let world: World;
  let flag: string;

  beforeAll(async () => {
    assay = await startWorld('postgresql');
    ({ world } = assay);
    flag = `flag_${randomUUID()}`;
    await expectStatus(201, world.owner.post('/v1/flags', { key: flag, type: 'number', default: 1 }));
  });

  afterAll(() => assay.stop());

  const bodies: readonly (readonly [
    method: string,
    path: () => string,
    body: (integer: string) => string,
    at: string,
  ])[] = [
    [
      'POST',
      () => '/v1/decide',
      (n) => `{"flag":"${flag}","subjectId":"ada","attributes":{"id":${n}}}`,
      '/attributes/id',
    ],
    [
      'POST',
      () => `/ofrep/v1/evaluate/flags/${flag}`,
      (n) => `{"context":{"targetingKey":"a","id":${n}}}`,
      '/context/id',
    ],
    ['POST', () => '/ofrep/v1/evaluate/flags', (n) => `{"context":{"targetingKey":"a","id":[${n}]}}`, '/context/id/0'],
    ['PATCH', () => `/v1/flags/${flag}`, (n) => `{"default":${n}}`, '/default'],
    [
      'PUT',
      () => `/v1/flags/${flag}/rules`,
      (n) => `[{"when":{"id":{"$in":[1,${n}]}},"serve":"x"}]`,
      '/0/when/id/$in/1',
    ],
  ];

  it.each(bodies.flatMap(([method, path, body, at]) => INEXACT.map((n) => [method, n, at, path, body] as const)))(
    'that a double changes is refused: %s %s at %s',
    async (method, integer, at, path, body) => {
      const client = method === 'POST' ? world.product : world.owner;
      const answer = await client.send(method, path(), body(integer), {});
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(at);
      expect(answer.body.code ?? answer.body.errorCode).toMatch(/^(number_not_exact|INVALID_CONTEXT)$/);
    },
  );

  it.each(EXACT)('that a double keeps comes back as it is: %s', async (integer) => {
    await expectStatus(200, world.owner.send('PATCH', `/v1/flags/${flag}`, `{"default":${integer}}`, {}));
    const decided = await expectStatus(200, world.product.post('/v1/decide', { flag }));
    expect(decided.text).toContain(`"value":${integer}`);
  });

  it('is two units, if two texts that one double stands for are bucketed by', async () => {
    const variants = [
      { key: 'control', value: 0, weight: '50', control: true },
      { key: 'treatment', value: 1, weight: '50' },
    ];
    const content = { name: 'Accounts', flag, variants, bucketBy: 'account', exposure: 'on_decide' };
    const draft = { key: `exp_${randomUUID()}`, metrics: [world.metric], ...content };
    const { id } = (await expectStatus(201, world.owner.post('/v1/experiments', draft))).body;
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/submit`));
    await expectStatus(200, world.approver.post(`/v1/experiments/${id}/approve`));
    await expectStatus(200, world.owner.post(`/v1/experiments/${id}/start`));
    const bucketOf = async (account: unknown): Promise<unknown> => {
      const asked = { flag, subjectId: 'ada', attributes: { account } };
      const { body } = await expectStatus(200, world.owner.post('/v1/decide/explain', asked));
      return body.steps.find(({ step }: { step: string }) => step === 'variant').bucket;
    };
    expect(await bucketOf('9007199254740993')).not.toBe(await bucketOf('9007199254740992'));
    expect(await bucketOf('9007199254740992')).toBe(await bucketOf(9_007_199_254_740_992));
  });
});
