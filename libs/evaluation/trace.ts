import type { ExperimentReference, Exclusion } from './decision.js';

/** One step of a decision, in the order in which they were taken; buckets are of a million, slots of ten thousand. */
export type Step =
  | { readonly step: 'flag'; readonly found: boolean }
  | { readonly step: 'enabled'; readonly enabled: boolean }
  /** The override that serves; null where none does. */
  | { readonly step: 'override'; readonly override: string | null }
  /** The live experiment; null where there is none. */
  | { readonly step: 'experiment'; readonly experiment: ExperimentReference | null }
  | { readonly step: 'paused'; readonly paused: boolean }
  | { readonly step: 'targeting'; readonly holds: boolean }
  /** What is hashed instead of the subject, and whether the attributes have it. */
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
  /** Whose slot it is: an experiment's id, or null where it is free. */
  | { readonly step: 'conflict_domain'; readonly domain: string; readonly slot: number; readonly owner: string | null }
  /** The older live experiments in whose traffic the subject is, as far as they had to be counted. */
  | { readonly step: 'participation_limit'; readonly limit: number; readonly older: readonly string[] }
  | { readonly step: 'traffic'; readonly bucket: number; readonly traffic: number; readonly taken: boolean }
  | { readonly step: 'frozen'; readonly enrolled: boolean }
  | { readonly step: 'variant'; readonly bucket: number; readonly variant: string; readonly armDisabled: boolean }
  /** The experiment did not take the subject: what follows is what the flag serves without it. */
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

/** Hears of each step. Where there is none, no step is made. */
export type Recorder = (step: Step) => void;
