import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { KEY_PATTERN } from '../../primitives/key.js';
import { CONVENTIONS } from './conventions.js';
import { ProblemSchema } from './problem-schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Routes that take no key, or another proof than a key, and act in no environment. */
const WITHOUT_KEY =
  /^\/(v1\/session|v1\/auth\/(methods|login|logout|invitations|oidc)|health|metrics|ofrep\/v1\/changes)\b/;

const PROBLEM_ANSWER = {
  description: 'The request was refused, or cannot be served now (503 with Retry-After)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Serves the OpenAPI document at `/openapi.json`, and a page to read it at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Assay')
    .setDescription(CONVENTIONS)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'assay_…', description: 'An API key' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same API key' }, 'key')
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('key')
    .build();
  SwaggerModule.setup('docs', app, () => withCommonParts(SwaggerModule.createDocument(app, options)), {
    jsonDocumentUrl: 'openapi.json',
    // The page asks no other server.
    swaggerOptions: { validatorUrl: null },
  });
}

const HEADERS = {
  ETag: { description: 'The revision, in quotes, for If-Match', schema: { type: 'string' } },
  'Assay-Position': {
    description: 'The place of the change in the log, for Assay-Min-Position',
    schema: { type: 'string' },
  },
  'Assay-As-Of-Position': {
    description: 'With `at`: the place in the log of the last change that the answer has',
    schema: { type: 'string' },
  },
};

/** Adds what all operations share: the answer to a refused request, and the environment that a request acts in. */
function withCommonParts(document: OpenAPIObject): OpenAPIObject {
  const { schemas = {}, parameters = {} } = document.components ?? {};
  const named = { ...namedSchemas(document.paths), ...namedSchemas(schemas) };
  document.components = {
    ...document.components,
    schemas: { ...schemas, ...named, Problem: ProblemSchema },
    headers: HEADERS,
    parameters: {
      ...parameters,
      environment: {
        name: 'environment',
        in: 'query',
        description: 'The environment to act in; default production. A service key acts in its own',
        schema: { type: 'string', pattern: KEY_PATTERN.source },
      },
    },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      operation.responses['default'] ??= PROBLEM_ANSWER;
      if (WITHOUT_KEY.test(path)) operation.security = [];
      else operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/environment' }];
    }
  }
  return document;
}

/** Replaces every schema below that has a name by a reference, and returns these schemas by name. */
function namedSchemas(part: Record<string, unknown>): Readonly<Record<string, object>> {
  const found: Record<string, object> = {};
  const visit = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(visit);
    const { $id, ...rest } = value as Readonly<Record<string, unknown>>;
    const visited = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, visit(member)]));
    if (typeof $id !== 'string') return visited;
    if ($id in found && JSON.stringify(found[$id]) !== JSON.stringify(visited))
      throw new Error(`two schemas are ${$id}`);
    found[$id] = visited;
    return { $ref: `#/components/schemas/${$id}` };
  };
  Object.assign(part, visit(part));
  return found;
}
