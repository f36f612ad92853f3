import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_TYPES, clientTypes } from '../../scripts/client-types.mjs';
import { ApiContract, type ApiDocument } from '../support/api-contract.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';

/** Names of free JSON: what is in it is the business of its writers. */
const FREE = ['Json', 'JsonObject', 'JsonValue', 'Condition', 'Attributes', 'EvaluationContext', 'EventProperties'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

interface Operation {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: object }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: object }>> }>>;
}

describe('the types of the client', () => {
  let assay: RunningWorld;
  let document: ApiDocument;
  let types: string;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    document = (await expectStatus(200, assay.world.admin.get('/openapi.json'))).body;
    types = await readFile(CLIENT_TYPES, 'utf8');
  });

  afterAll(() => assay.stop());

  it('are those of the document that the server publishes', async () => {
    expect(types === (await clientTypes(document))).toBe(true);
  });

  it('cover every parameter, body and answer', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.includes(method))
        // The document is valid OpenAPI, which another test proves.
        .map(([method, operation]) => ({ name: `${method} ${path}`, ...(operation as unknown as Operation) })),
    );
    const counts = { operations: operations.length, parameters: 0, bodies: 0, answers: 0, without: 0 };
    for (const { name, parameters = [], requestBody, responses } of operations) {
      counts.parameters += parameters.length;
      if (requestBody) counts.bodies += 1;
      for (const { schema } of Object.values(requestBody?.content ?? {}))
        expect([name, schema]).not.toEqual([name, {}]);
      for (const [status, { content }] of Object.entries(responses)) {
        const empty = ['204', '303', '304'].includes(status);
        expect([name, status, content === undefined]).toEqual([name, status, empty]);
        if (empty) counts.without += 1;
        else counts.answers += Object.keys(content ?? {}).length;
        for (const { schema } of Object.values(content ?? {}))
          expect([name, status, Object.keys(schema ?? {}).length > 0]).toEqual([name, status, true]);
      }
    }
    process.stdout.write(`types: ${JSON.stringify(counts)}\n`);
    expect(counts.operations).toBeGreaterThan(100);
    expect(counts.answers).toBeGreaterThanOrEqual(2 * counts.operations - counts.without);
  });

  it('are exact: nothing is never, and only free JSON is unknown', () => {
    const lines = types.split('\n');
    const nevers = lines.filter((line) => /\bnever\b/.test(line)).map((line) => line.trim());
    // What a route has not, and the kinds of components that the document has none of.
    const absent =
      /^(\w+\?: never;|(responses|requestBodies|pathItems): never;|export type .* = Record<string, never>;)$/;
    expect(nevers.filter((line) => !absent.test(line))).toEqual([]);
    let component = '';
    const unknowns = lines.flatMap((line) => {
      component = /^ {4}(\w+)\??:/.exec(line)?.[1] ?? component;
      // Answers may have more headers than the document names.
      return /\bunknown\b/.test(line) && !line.includes('[name: string]: unknown') ? component : [];
    });
    expect([...new Set(unknowns)].filter((name) => !FREE.includes(name))).toEqual([]);
  });

  it('are broken by a field that the document lacks', () => {
    const contract = new ApiContract(document);
    const sent = { method: 'GET', path: '/v1/environments/production', status: 200, contentType: 'application/json' };
    expect(contract.faultsOf({ ...sent, text: '{"key":"production","name":"production"}' })).toEqual([]);
    expect(contract.faultsOf({ ...sent, text: '{"key":"production","name":"production","colour":"red"}' })).toEqual([
      expect.stringContaining('"additionalProperty":"colour"'),
    ]);
    expect(contract.faultsOf({ ...sent, text: '{"key":"production"}' })).toHaveLength(1);
    expect(contract.faultsOf({ ...sent, status: 202, text: '{}' })).toEqual([
      'GET /v1/environments/{key} answered 202 application/json, which the document lacks',
    ]);
  });
});
