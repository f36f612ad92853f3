import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Described {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

/** An OpenAPI document, as far as answers are compared with it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: object;
}

/** An answer as it was sent. */
export interface SentAnswer {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Compares answers with an OpenAPI document. An answer must have no field that the document lacks. */
export class ApiContract {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly routes: readonly { readonly path: string; readonly pattern: RegExp }[];
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {
    // The types of this CommonJS package name its function as a namespace.
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema(closed(document) as object, 'api');
    this.routes = Object.keys(document.paths)
      .toSorted((one, other) => one.split('{').length - other.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  /** What is wrong with an answer: empty if it is as the document says. */
  faultsOf({ method, path, status, contentType, text }: SentAnswer): readonly string[] {
    const type = contentType?.split(';')[0] ?? '';
    // A stream of lines is one JSON text per line, not one in all.
    if (text === '' || !type.endsWith('json') || type === 'application/x-ndjson') return [];
    const pathname = path.split('?')[0] ?? '';
    const route = this.routes.find(({ pattern }) => pattern.test(pathname));
    const operation = route && this.document.paths[route.path]?.[method.toLowerCase()];
    const problem = type === 'application/problem+json';
    // Paths outside the document, such as the document itself.
    if (!route || !operation) return problem ? this.compare('/components/schemas/Problem', text) : [];
    const described = operation.responses[status] ? String(status) : status >= 400 ? 'default' : '';
    if (operation.responses[described]?.content?.[type] === undefined)
      return [`${method} ${route.path} answered ${status} ${type}, which the document lacks`];
    const steps = ['paths', route.path, method.toLowerCase(), 'responses', described, 'content', type, 'schema'];
    return this.compare(`/${steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`, text);
  }

  /** What is wrong with a value, by the schema that a pointer into the document names. */
  faultsBy(pointer: string, value: unknown): readonly string[] {
    return this.compare(pointer, JSON.stringify(value));
  }

  private compare(pointer: string, text: string): readonly string[] {
    let validate = this.validators.get(pointer);
    if (!validate) {
      validate = this.ajv.compile({ $ref: `api#${encodeURI(pointer)}` });
      this.validators.set(pointer, validate);
    }
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${pointer}: ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

/** The same schemas, but no object takes a field that is not described. */
function closed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(closed);
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, closed(member)]));
  const open = 'properties' in members && members['type'] === 'object' && !('additionalProperties' in members);
  return open ? { ...members, additionalProperties: false } : members;
}
