import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { ApiContract, type ApiDocument } from '../support/api-contract.js';
import { expectStatus } from '../support/client.js';
import { startWorld, type RunningWorld } from '../support/running-world.js';
import { ANY_STORE } from '../support/stores.js';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[];
  readonly responses: Readonly<Record<string, Response>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, Body>> };
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface Component {
  readonly examples?: readonly unknown[];
  readonly properties?: object;
}

interface Body {
  readonly schema: { readonly $ref?: string; readonly items?: { readonly $ref?: string } };
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

describe('the OpenAPI document', () => {
  let assay: RunningWorld;
  let document: {
    readonly openapi: string;
    readonly info: { readonly description: string };
    readonly paths: Paths;
    readonly components: { readonly schemas: Readonly<Record<string, Component>> };
  };
  let text: string;

  beforeAll(async () => {
    assay = await startWorld(ANY_STORE);
    const answer = await expectStatus(200, assay.world.admin.get('/openapi.json'));
    ({ text } = answer);
    document = answer.body;
  });

  afterAll(() => assay.stop());

  const operations = (): readonly { readonly path: string; readonly operation: Operation }[] =>
    Object.entries(document.paths).flatMap(([path, byMethod]) =>
      Object.values(byMethod).map((operation) => ({ path, operation })),
    );

  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    const validator = new Validator();
    expect((await validator.validate(JSON.parse(text))).errors ?? []).toEqual([]);
    expect(validator.version).toBe('3.1');
  });

  it('explains once what all routes share', () => {
    for (const word of ['Idempotency-Key', 'If-Match', 'Assay-Min-Position', 'nextCursor', 'Retry-After', '412'])
      expect(document.info.description).toContain(word);
  });

  it('refers only to what it has', () => {
    const references = [...text.matchAll(/"\$ref":"#([^"]*)"/g)].map(([, pointer = '']) => pointer);
    const missing = references.filter((pointer) => {
      const steps = pointer.split('/').slice(1);
      return (
        steps.reduce<unknown>((found, step) => (found as Record<string, unknown> | undefined)?.[step], document) ===
        undefined
      );
    });
    expect(missing).toEqual([]);
    expect(references.length).toBeGreaterThan(40);
  });

  it('says in one line what each operation does, no two alike', () => {
    const summaries = operations().map(({ path, operation: { summary } }) => summary ?? `${path} lacks a summary`);
    expect(summaries.filter((each) => each.includes('lacks a summary') || each.length > 80)).toEqual([]);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  it('describes every parameter in a path, and how a request is refused', () => {
    for (const { path, operation } of operations()) {
      const described = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
      expect([path, described.toSorted()]).toEqual([path, [...(path.match(/\{\w+\}/g) ?? [])].toSorted()]);
      expect([path, Object.keys(operation.responses)]).toEqual([path, expect.arrayContaining(['default'])]);
    }
  });

  it('has an example of every body, which is as its schema says', () => {
    const contract = new ApiContract(JSON.parse(text) as ApiDocument);
    const bodies = operations().flatMap(({ operation }) => operation.requestBody?.content['application/json'] ?? []);
    expect(bodies.length).toBeGreaterThan(50);
    for (const { schema, examples } of bodies) {
      const pointer = (schema.$ref ?? schema.items?.$ref ?? '').slice(1);
      const component = pointer.split('/').at(-1) ?? '';
      const own = Object.values(examples ?? {}).map(({ value }) => value);
      const shown = own.length > 0 ? own.flat() : (document.components.schemas[component]?.examples ?? []);
      expect([component, shown.length]).toEqual([component, 1]);
      expect([component, ...contract.faultsBy(pointer, shown[0])]).toEqual([component]);
    }
  });

  it('has the ETag of every answer that is one document with a revision', () => {
    const { schemas } = document.components;
    const untagged = Object.entries(document.paths).filter(([path, { get }]) => {
      // What happened takes no If-Match: its revision is that of an event.
      if (path === '/v1/audit/{position}') return false;
      const { content, headers } = get?.responses['200'] ?? {};
      const name = content?.['application/json']?.schema?.$ref?.split('/').at(-1) ?? '';
      return 'revision' in (schemas[name]?.properties ?? {}) && headers?.['ETag'] === undefined;
    });
    expect(untagged).toEqual([]);
    expect(document.paths['/v1/flags/{key}']?.['get']?.responses['200']?.headers).toHaveProperty('ETag');
  });

  it('describes the query parameters of every list, and no others are taken', async () => {
    const lists = operations().filter(({ operation }) => operation.parameters.some(({ name }) => name === 'cursor'));
    expect(lists.length).toBeGreaterThanOrEqual(13);
    for (const { path } of lists.filter((each) => !each.path.includes('{'))) {
      const { body } = await assay.world.admin.get(`${path}?colour=red`);
      expect([path, body.code]).toEqual([path, 'unknown_parameter']);
    }
  });
});
