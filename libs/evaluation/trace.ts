import type { ExperimentReference, Exclusion, Reason } from './decision.js';

/** One step of a decision. There are a million buckets and ten thousand slots. */
export type Step =
  | { readonly step: 'flag'; readonly found: boolean }
  | { readonly step: 'enabled'; readonly enabled: boolean }
  /** `served` and `reason` are of the required flag's decision; null: there is no such flag, or they lead in a circle. */
  | {
      readonly step: 'prerequisite';
      readonly flag: string;
      readonly variant: string;
      readonly served: string | null;
      readonly reason: Reason | null;
      readonly holds: boolean;
    }
  /** The override that serves, or null. */
  | { readonly step: 'override'; readonly override: string | null }
  /** The live experiment, or null. */
  | { readonly step: 'experiment'; readonly experiment: ExperimentReference | null }
  | { readonly step: 'paused'; readonly paused: boolean }
  | { readonly step: 'targeting'; readonly holds: boolean }
  /** The attribute that is hashed instead of the subject; `found` if the attributes have it. */
  | { readonly step: 'unit'; readonly bucketBy: string; readonly found: boolean }
  | { readonly step: 'subject'; readonly found: boolean }
  | {
      readonly step: 'holdout';
      readonly holdout: string;
      readonly active: boolean;
      readonly bucket: number;
      readonly share: number;
      readonly held: boolean;
    }
  /** `owner` is the id of the slot's experiment, or null if the slot is free. */
  | { readonly step: 'conflict_domain'; readonly domain: string; readonly slot: number; readonly owner: string | null }
  /** The older live experiments that have the subject in their traffic; counting stops at the limit. */
  | { readonly step: 'participation_limit'; readonly limit: number; readonly older: readonly string[] }
  | { readonly step: 'traffic'; readonly bucket: number; readonly traffic: number; readonly taken: boolean }
  | { readonly step: 'frozen'; readonly enrolled: boolean }
  | { readonly step: 'variant'; readonly bucket: number; readonly variant: string; readonly armDisabled: boolean }
  /** The experiment did not take the subject; the next steps decide the flag without it. */
  | { readonly step: 'excluded'; readonly reason: Exclusion }
  | {
      readonly step: 'pin';
      readonly experiment: ExperimentReference;
      readonly held: boolean;
      readonly holds: boolean;
    }
  | { readonly step: 'rule'; readonly index: number; readonly name: string | null; readonly holds: boolean }
  | { readonly step: 'split'; readonly bucket: number; readonly variant: string }
  | { readonly step: 'default'; readonly variant: string };

/** Receives each step. Without a recorder, no step is created. */
export type Recorder = (step: Step) => void;
