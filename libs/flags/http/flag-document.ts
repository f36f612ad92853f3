import { defaultIn, rulesIn, semanticsIn, type Flag, type FlagEnvironment } from '../flag.js';

/** The JSON document of a flag in one environment. */
export function flagDocument(flag: Flag, here: FlagEnvironment | undefined, environment: string) {
  const { value, variant } = defaultIn(flag, here);
  // Only commands ask what is being removed.
  const { closing: _, ...shown } = flag;
  return {
    ...shown,
    environment,
    enabled: here?.enabled ?? true,
    default: value,
    defaultVariant: variant,
    rules: rulesIn(flag, here),
    semantics: semanticsIn(flag, here),
  };
}
