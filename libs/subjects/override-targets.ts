/** The facts of a flag that an override needs. */
export interface OverriddenFlag {
  readonly key: string;
  readonly archived: boolean;
  /** Values by the names of its variants. */
  readonly variants: Readonly<Record<string, unknown>>;
}

/** The facts of an experiment that an override needs. */
export interface OverriddenExperiment {
  readonly key: string;
  /** Key of its flag. */
  readonly flag: string;
  readonly status: string;
  readonly variants: readonly { readonly key: string }[];
}

/** Port: the flags and experiments that overrides and holdouts name, from streams. The experiments part answers. */
export abstract class OverrideTargets {
  /** @returns null if there is none */
  abstract flag(key: string): Promise<OverriddenFlag | null>;
  /** @returns null if there is none */
  abstract experiment(environment: string, id: string): Promise<OverriddenExperiment | null>;
}
