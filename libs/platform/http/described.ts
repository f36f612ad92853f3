/**
 * A parameter decorator that also describes what it reads in the OpenAPI document, so that no route can read a parameter
 * or a body that the document lacks.
 */
export function described(
  parameter: ParameterDecorator,
  ...descriptions: readonly MethodDecorator[]
): ParameterDecorator {
  return (target, method, index) => {
    parameter(target, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
    if (method === undefined || descriptor === undefined) return;
    for (const describe of descriptions) describe(target, method, descriptor);
  };
}
