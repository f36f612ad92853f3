/** What an override has to know of a flag. */
export interface OverriddenFlag {
  readonly key: string;
  readonly archived: boolean;
  /** Values by the names of its variants. */
  readonly variants: Readonly<Record<string, unknown>>;
}

/** What an override has to know of an experiment. */
export interface OverriddenExperiment {
  readonly key: string;
  /** Key of its flag. */
  readonly flag: string;
  readonly status: string;
  readonly variants: readonly { readonly key: string }[];
}

/** Port: the flags and experiments that overrides and holdouts name, from streams. The experiments part answers. */
export abstract class OverrideTargets {
  /** @returns null where there is none */
  abstract flag(key: string): Promise<OverriddenFlag | null>;
  /** @returns null where there is none */
  abstract experiment(environment: string, id: string): Promise<OverriddenExperiment | null>;
}
