const EXAMPLE = Symbol('example');

/** An example of a request class, for the OpenAPI document. A test compares every example with its own schema. */
export const Example =
  (example: Readonly<Record<string, unknown>>): ClassDecorator =>
  (type) => {
    Reflect.defineMetadata(EXAMPLE, example, type);
  };

/** The example of a request class; undefined if it has none. */
export const exampleOf = (type: new () => object): unknown => Reflect.getOwnMetadata(EXAMPLE, type);
