import { newId, type DraftForm, type Flag, type FlagType, type VariantForm } from './form.js';
import { splitEvenly } from './weights.js';

const MOST_FROM_FLAG = 20;

/** A value as its control shows it. */
export const valueText = (type: FlagType, value: unknown): string =>
  type === 'string' && typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** A value that a new arm begins with. */
function firstValue(type: FlagType, control: string): string {
  switch (type) {
    case 'boolean':
      return control === 'true' ? 'false' : 'true';
    case 'string':
    case 'number':
    case 'json':
      return '';
  }
}

/** The form with a flag chosen: control serves what the flag serves by default, the treatments its other variants. */
export function withFlag(form: DraftForm, flag: Flag): DraftForm {
  const { key, type, variants, defaultVariant } = flag;
  const control = valueText(type, flag.default);
  const named = Object.entries(variants).filter(([name]) => name !== defaultVariant);
  const treatments = named
    .slice(0, MOST_FROM_FLAG - 1)
    .map(([name, value]) => ({ name, value: valueText(type, value) }));
  const others = treatments.length > 0 ? treatments : [{ name: 'treatment', value: firstValue(type, control) }];
  const weights = splitEvenly(others.length + 1);
  const arms = [{ name: defaultVariant ?? 'control', value: control }, ...others];
  return {
    ...form,
    flag: key,
    type,
    variants: arms.map(({ name, value }, index) => ({
      ...{ id: newId(), key: name, value },
      weight: weights[index] ?? '0',
      control: index === 0,
    })),
  };
}

/** One more arm, without weight yet. */
export function withArm(variants: readonly VariantForm[], type: FlagType): readonly VariantForm[] {
  const taken = new Set(variants.map(({ key }) => key));
  let key = 'treatment';
  for (let n = 2; taken.has(key); n += 1) key = `treatment_${n}`;
  return [...variants, { id: newId(), key, value: firstValue(type, 'false'), weight: '0', control: false }];
}

/** The arms without one. If it was control, the first of the others becomes it. */
export function withoutArm(variants: readonly VariantForm[], id: string): readonly VariantForm[] {
  const others = variants.filter((variant) => variant.id !== id);
  if (others.some(({ control }) => control)) return others;
  return others.map((variant, index) => ({ ...variant, control: index === 0 }));
}
