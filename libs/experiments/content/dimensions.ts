import { invalid } from '../../primitives/refusal.js';
import { checkPath } from './check-path.js';
import type { Dimension } from './content.events.js';

/** The dimensions as stored. @throws Refusal `duplicate_key`, `duplicate_value`, `invalid_path`, `required` */
export function dimensionsOf(drafts: readonly Dimension[]): Dimension[] {
  const keys = new Set<string>();
  return drafts.map(({ key, attribute, values }, index) => {
    const at = `/dimensions/${index}`;
    if (keys.has(key)) throw invalid('duplicate_key', `two dimensions are called ${key}`, `${at}/key`);
    keys.add(key);
    checkPath(attribute, `${at}/attribute`);
    if (values.length === 0) throw invalid('required', 'a dimension needs at least one value', `${at}/values`);
    values.forEach((value, n) => {
      if (values.indexOf(value) === n) return;
      throw invalid('duplicate_value', `the dimension ${key} has ${value} twice`, `${at}/values/${n}`);
    });
    return { key, attribute, values: [...values] };
  });
}
