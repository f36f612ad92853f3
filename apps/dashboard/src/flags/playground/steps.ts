import type { Schemas } from '../../server/documents.js';

export type Step = Schemas['DecisionStep'];

export interface StepText {
  readonly title: string;
  readonly detail: string;
  /** Whether the step let the subject pass to the next one; null: it says nothing of that. */
  readonly passed: boolean | null;
}

const BUCKETS = 1_000_000;

/** One step of a decision in words. */
export function stepText(step: Step): StepText {
  switch (step.step) {
    case 'flag':
      return { title: 'The flag', detail: step.found ? 'exists' : 'does not exist', passed: step.found };
    case 'enabled':
      return { title: 'In this environment', detail: step.enabled ? 'it is on' : 'it is off', passed: step.enabled };
    case 'prerequisite':
      return {
        title: `Prerequisite ${step.flag}`,
        detail: `must serve ${step.variant}, serves ${step.served ?? 'nothing'}`,
        passed: step.holds,
      };
    case 'override':
      return {
        title: 'Override',
        detail: step.override === null ? 'none for this subject' : 'it decides',
        passed: null,
      };
    case 'experiment':
      return {
        title: 'Experiment',
        detail: step.experiment === null ? 'none runs on the flag' : step.experiment.key,
        passed: null,
      };
    case 'paused':
      return { title: 'State', detail: step.paused ? 'it is paused' : 'it runs', passed: !step.paused };
    case 'targeting':
      return {
        title: 'Audience',
        detail: step.holds ? 'its condition holds' : 'its condition does not hold',
        passed: step.holds,
      };
    case 'unit':
      return {
        title: `Attribute ${step.bucketBy}`,
        detail: step.found ? 'is there' : 'is missing',
        passed: step.found,
      };
    case 'subject':
      return { title: 'Subject', detail: step.found ? 'is named' : 'is missing', passed: step.found };
    case 'holdout':
      return {
        title: `Holdout ${step.holdout}`,
        detail: `bucket ${percentOf(step.bucket)} of ${percentOf(step.share)}${step.active ? '' : ', not active'}`,
        passed: !step.held,
      };
    case 'conflict_domain':
      return {
        title: `Conflict domain ${step.domain}`,
        detail: `slot ${step.slot}, held by ${step.owner ?? 'nobody'}`,
        passed: null,
      };
    case 'participation_limit':
      return {
        title: 'Participation limit',
        detail: `${step.older.length} older experiments of at most ${step.limit}`,
        passed: step.older.length < step.limit,
      };
    case 'traffic':
      return {
        title: 'Traffic',
        detail: `bucket ${percentOf(step.bucket)} of ${percentOf(step.traffic)}`,
        passed: step.taken,
      };
    case 'frozen':
      return {
        title: 'Enrolment is frozen',
        detail: step.enrolled ? 'enrolled before' : 'a new subject',
        passed: step.enrolled,
      };
    case 'variant':
      return {
        title: 'Variant',
        detail: `bucket ${percentOf(step.bucket)}: ${step.variant}${step.armDisabled ? ', which is disabled' : ''}`,
        passed: !step.armDisabled,
      };
    case 'excluded':
      return { title: 'Not taken', detail: step.reason.replaceAll('_', ' '), passed: false };
    case 'pin':
      return {
        title: `Pin of ${step.experiment.key}`,
        detail: step.holds ? 'it decides' : step.held ? 'the subject is held out' : 'its audience does not fit',
        passed: null,
      };
    case 'rule':
      return {
        title: step.name === null ? `Rule ${step.index + 1}` : `Rule ${step.name}`,
        detail: step.holds ? 'its condition holds' : 'its condition does not hold',
        passed: step.holds,
      };
    case 'split':
      return { title: 'Split', detail: `bucket ${percentOf(step.bucket)}: ${step.variant}`, passed: null };
    case 'default':
      return { title: 'Default', detail: step.variant, passed: null };
  }
}

/** A bucket, or a share in buckets, as percent. */
const percentOf = (buckets: number): string => `${Number(((100 * buckets) / BUCKETS).toFixed(4))}%`;
