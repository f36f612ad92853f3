import fc from 'fast-check';

/** The parts of an OpenAPI document that requests are generated from. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for methods without a body. */
  readonly body: string | undefined;
}

const DEEPEST = 4;
const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + '1' + close.repeat(levels);

/** JSON texts that something has stumbled over somewhere. */
const STRANGE_TEXTS = fc.constantFrom(
  ...['null', 'true', '0', '-0', '-1', '1e400', '-1e400', '1e-400', '9007199254740993', '0.1', '1e21', '[]', '{}'],
  ...['""', '" "', '"\\u0000"', '"\\ud800"', '"😀"', '"\\u202e"', '"1e400"', '"NaN"', '"-5"', '"0.30000000000000004"'],
  ...['"__proto__"', '"constructor"', '"toString"', '"../.."', '"%00"', `"'; DROP TABLE flags; --"`, '"$regex"'],
  ...['"2026-02-30T00:00:00Z"', '"2026-01-01T00:00:00"', '"9999-12-31T23:59:59Z"', '"0000-01-01T00:00:00Z"'],
  ...['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":1}}', '{"a":1,"a":2}', '{"$and":[{"$or":[]}]}'],
  ...['{"$regex":"(a+)+$"}', '{"$in":[]}', '{"$not":{"$not":{}}}', deep('[', ']', 40), deep('{"a":', '}', 40)],
  ...[`"${'x'.repeat(5_000)}"`, `[${Array(2_000).fill('1').join()}]`, 'undefined', "{'a':1}", '', '\ufeff{}', '{"a":'],
);

const COMMON_KEYS = ['a', 'control', 'treatment', 'string', 'boolean', 'attribute', '100.00', '50', '0.05'];

/** A JSON text of the schema, in about half of its parts a strange one. @param known keys and ids that exist */
function bodyText(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  known: readonly string[],
  depth = 0,
): fc.Arbitrary<string> {
  const resolved = schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (depth > DEEPEST) return STRANGE_TEXTS;
  const inner = (each: Schema): fc.Arbitrary<string> => bodyText(each, schemas, known, depth + 1);
  const right = rightText(resolved, inner, known);
  return fc.oneof({ arbitrary: right, weight: 4 }, { arbitrary: STRANGE_TEXTS, weight: 1 });
}

function rightText(
  { type, enum: values, properties, items, oneOf }: Schema,
  inner: (schema: Schema) => fc.Arbitrary<string>,
  known: readonly string[],
): fc.Arbitrary<string> {
  if (values !== undefined) return fc.constantFrom(...values.map((value) => JSON.stringify(value)));
  if (oneOf !== undefined && oneOf.length > 0) return fc.oneof(...oneOf.map(inner));
  switch (type) {
    case 'string':
      return fc.constantFrom(...known, ...COMMON_KEYS).map((text) => JSON.stringify(text));
    case 'integer':
    case 'number':
      return fc.integer({ min: -5, max: 2_000 }).map(String);
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'array':
      return fc.array(inner(items ?? {}), { maxLength: 3 }).map((texts) => `[${texts.join()}]`);
    default:
      return properties === undefined ? fc.json({ maxDepth: 3 }) : objectText(properties, inner);
  }
}

/** Some of the properties, and now and then an unknown or a repeated one. */
function objectText(
  properties: Readonly<Record<string, Schema>>,
  inner: (schema: Schema) => fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const members = Object.entries(properties).map(([name, schema]) => ({
    arbitrary: inner(schema).map((text) => `${JSON.stringify(name)}:${text}`),
    weight: 1,
  }));
  const each = members.map(({ arbitrary }) => fc.option(arbitrary, { freq: 6, nil: undefined }));
  const extra = fc.option(
    fc.oneof({ arbitrary: STRANGE_TEXTS.map((text) => `"unknown":${text}`), weight: 1 }, ...members),
    { freq: 1, nil: undefined },
  );
  return fc
    .tuple(fc.tuple(...each), fc.oneof({ arbitrary: fc.constant(undefined), weight: 4 }, extra))
    .map(([own, further]) => `{${[...own, further].filter((text) => text !== undefined).join()}}`);
}

const SEGMENTS = ['..', '%00', '%ff', '%2e%2e', '__proto__', 'constructor', 'a'.repeat(300), '😀', '0', '-1', "'"];
const QUERIES = [
  '',
  '',
  '',
  '?environment=production',
  '?environment=%00',
  '?limit=0',
  '?limit=1e3',
  '?limit=2&limit=3',
];
const MORE_QUERIES = [
  '?cursor=AAAA',
  '?cursor=%ff',
  '?from=2026-01-01',
  '?to=2026-13-01T00:00:00Z',
  '?q=%25',
  '?q=%00',
];
const LAST_QUERIES = [
  '?at=now',
  '?statistics=bayesian',
  '?archived=1',
  '?bucket=0',
  '?metric=__proto__',
  '?phase=-1',
  '?a[b]=1',
];
const HEADERS = fc.record(
  {
    'idempotency-key': fc.constantFrom('a', '', 'x'.repeat(300), 'retry-1'),
    'if-match': fc.constantFrom('"0"', '*', 'W/"0"', '"-1"', '0', '"99999999999999999999"', 'x'),
    'content-type': fc.constantFrom('application/json', 'text/plain', 'application/json; charset=latin1', 'a/b'),
    'assay-min-position': fc.constantFrom('', '0', '-1', 'x', '1:1', '99999999999999999999999'),
    'accept-encoding': fc.constantFrom('gzip', 'br', '*', 'identity;q=0'),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
  },
  { requiredKeys: [] },
);

/** Requests to every operation of the document, right and wrong ones. */
export function hostileRequests(document: OpenApiDocument, known: readonly string[]): fc.Arbitrary<HostileRequest> {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const queries = fc.constantFrom(...QUERIES, ...MORE_QUERIES, ...LAST_QUERIES);
  const segment = fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 3 }, fc.constantFrom(...SEGMENTS));
  return fc.constantFrom(...operations).chain(({ method, path, operation }) => {
    const schema = operation.requestBody?.content['application/json']?.schema ?? { type: 'object' };
    const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
    return fc
      .record({
        segments: fc.array(segment, { minLength: 3, maxLength: 3 }),
        query: queries,
        headers: fc.oneof({ arbitrary: fc.constant({}), weight: 2 }, HEADERS),
        body: hasBody ? bodyText(schema, schemas, known) : fc.constant(undefined),
      })
      .map(({ segments, query, headers, body }) => ({
        method,
        path: fill(path, segments) + query,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body,
      }));
  });
}

function fill(path: string, segments: readonly string[]): string {
  let index = 0;
  return path.replace(/\{\w+\}/g, () => encodeURI(segments[index++] ?? 'x').replaceAll('%25', '%'));
}
