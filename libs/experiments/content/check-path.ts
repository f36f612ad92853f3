import { invalid } from '../../primitives/refusal.js';

const MAX_PATH_STEPS = 10;

/** @throws Refusal `invalid_path` unless it names an attribute, or one within others */
export function checkPath(path: string, pointer: string): void {
  const steps = path.split('.');
  if (steps.length <= MAX_PATH_STEPS && steps.every((step) => step !== '')) return;
  throw invalid('invalid_path', 'must be the name of an attribute, or a path such as company.id', pointer);
}
