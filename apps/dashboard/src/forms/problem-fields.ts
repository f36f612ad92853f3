import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { problemFrom } from '../server/client.js';

/** The path of react-hook-form for a JSON pointer of a problem: `/variants/0/weight` is `variants.0.weight`. */
export function fieldOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
}

/**
 * Shows a refusal of the server at the fields that it names. What names no field of the form is shown for the whole form,
 * as `errors.root`.
 *
 * @param nameOf the form's name of the field at a path, where it differs; undefined: the form has no such field
 */
export function showProblem<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  nameOf: (path: string) => string | undefined = (path) => path,
): void {
  const { message, errors } = problemFrom(error);
  const values = form.getValues();
  let shown = false;
  for (const { pointer, detail } of errors) {
    const name = nameOf(fieldOf(pointer));
    if (name === undefined || name === '' || !has(values, name)) continue;
    // The name was looked up among the values.
    form.setError(name as FieldPath<Values>, { type: 'server', message: detail }, { shouldFocus: !shown });
    shown = true;
  }
  if (!shown) form.setError('root', { type: 'server', message });
}

function has(values: unknown, path: string): boolean {
  let value: unknown = values;
  for (const step of path.split('.')) {
    if (value === null || typeof value !== 'object' || !(step in value)) return false;
    value = Reflect.get(value, step);
  }
  return true;
}
