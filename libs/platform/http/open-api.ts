import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { KEY_PATTERN } from '../../primitives/key.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Routes that act in no environment. */
const WITHOUT_ENVIRONMENT = /^\/(v1\/session|health|metrics|ofrep\/v1\/changes)\b/;

const PROBLEM = {
  type: 'object',
  description: 'Why a request was refused (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string', example: 'about:blank' },
    title: { type: 'string', example: 'Bad request' },
    status: { type: 'integer', example: 400 },
    detail: { type: 'string', example: '/key: this field is required' },
    code: { type: 'string', example: 'validation_failed', description: 'Stable, for programs' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            example: '/key',
            description: 'JSON pointer into the body, or ?name of a parameter',
          },
          code: { type: 'string', example: 'required' },
          detail: { type: 'string', example: 'this field is required' },
        },
      },
    },
  },
};

const PROBLEM_ANSWER = {
  description: 'The request was refused, or cannot be served now (503 with Retry-After)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Serves the OpenAPI document at `/openapi.json`, and a page to read it at `/docs`. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Assay')
    .setDescription('Feature flags and A/B experiments with automatic guardrails')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => withCommonParts(SwaggerModule.createDocument(app, options)), {
    jsonDocumentUrl: 'openapi.json',
  });
}

/** Adds what all operations share: the answer to a refused request, and the environment that a request acts in. */
function withCommonParts(document: OpenAPIObject): OpenAPIObject {
  const { schemas = {}, parameters = {} } = document.components ?? {};
  document.components = {
    ...document.components,
    schemas: { ...schemas, Problem: PROBLEM },
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
      if (!WITHOUT_ENVIRONMENT.test(path))
        operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/environment' }];
    }
  }
  return document;
}
