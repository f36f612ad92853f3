import {
  alwaysValidSampleSize,
  conversionVariances,
  sampleSize,
  UNPLANNED_SUBJECTS,
} from '../../libs/statistics/index.js';
import type { EventModelName } from './event-models.js';
import { EVENT_MODELS } from './event-models.js';
import { type ModelName, MODELS } from './models.js';
import type { PowerTrial } from './power.js';
import { ALPHA, BATCH, type Course, type Trial } from './trial.js';

const RUNS = 2_000;
const BATCHES = 200;
const POWER = 0.8;

const EVEN = [50, 50];
const SPLITS: readonly (readonly number[])[] = [EVEN, [90, 10], [98, 2]];
const NAMES: readonly ModelName[] = [
  'mean',
  'cuped',
  'conversion10',
  'conversion1',
  'ratio',
  'count',
  'revenue',
  'wholesale',
];

interface Differing {
  readonly weights?: readonly number[];
  readonly share?: number;
  readonly batches?: number;
  readonly plannedSubjects?: number;
  readonly course?: Course;
}

function trial(metrics: readonly (ModelName | EventModelName)[], differing: Differing, note = ''): Trial {
  const whole = {
    metrics,
    weights: EVEN,
    share: 0,
    batches: BATCHES,
    plannedSubjects: UNPLANNED_SUBJECTS,
    course: 'at_once' as const,
    runs: RUNS,
    ...differing,
  };
  return { ...whole, title: titleOf(whole, note) };
}

function titleOf({ metrics, weights, share, batches }: Omit<Trial, 'title'>, note: string): string {
  const named = { ...MODELS, ...EVENT_MODELS };
  const subjects = batches === BATCHES ? '' : `, ${(batches * BATCH).toLocaleString('en-GB')} subjects`;
  const margin = share === 0 ? '' : `, worse by ${share * 100}%`;
  const names = metrics.map((name) => named[name].title).join('; ');
  return `${names}, ${weights.join(':')}${margin}${subjects}${note}`;
}

/** In a small arm of 2%, 20,000 subjects rarely end the burn-in of skewed metrics, so these go on to 100,000. */
const LONG: readonly Trial[] = (['conversion1', 'revenue', 'wholesale'] as const).map((name) =>
  trial([name], { weights: [98, 2], batches: 5 * BATCHES }),
);

/** A/A: no effect, and a margin of 0, so that each boundary is where the truth is. */
export const WITHOUT_EFFECT: readonly Trial[] = [
  ...SPLITS.flatMap((weights) => NAMES.map((name) => trial([name], { weights }))),
  ...LONG,
  trial(['revenue'], { weights: [10, 90] }),
  // The most uneven split at which each arm keeps its own variance.
  trial(['revenue'], { weights: [60, 40] }),
  trial(['wholesale'], { weights: [60, 40] }),
  trial(['mean'], { plannedSubjects: 20_000 }, ', planned: 20,000'),
  trial(['revenue'], { weights: [90, 10], plannedSubjects: 20_000 }, ', planned: 20,000'),
];

/** Treatment is worse by exactly its margin. */
export const AT_THE_MARGIN: readonly Trial[] = [
  ...SPLITS.flatMap((weights) =>
    NAMES.map((name) => trial([name], { weights, share: MODELS[name].kind === 'conversion' ? 0.2 : 0.1 })),
  ),
  ...LONG.map(({ metrics, weights, batches }) => trial(metrics, { weights, batches, share: 0.1 })),
];

const SEVERAL: readonly (readonly number[])[] = [
  EVEN,
  [34, 33, 33],
  [25, 25, 25, 25],
  [20, 20, 20, 20, 20],
  [80, 5, 5, 5, 5],
];
const GUARDRAILS: readonly ModelName[] = ['conversion1', 'count', 'revenue'];

/** Several treatments share alpha, without an effect. */
export const SEVERAL_ARMS: readonly Trial[] = SEVERAL.slice(1).flatMap((weights) =>
  (['mean', 'conversion10', 'revenue'] as const).map((name) => trial([name], { weights })),
);

/** `treatment_vs_control` with three guardrails for each treatment, each worse by its margin of 10%. */
export const GUARDED: readonly Trial[] = SEVERAL.map((weights) => trial(GUARDRAILS, { weights, share: 0.1 }));

const COURSES: readonly Course[] = ['growing', 'frozen', 'resumed'];
const BY_EVENTS: readonly EventModelName[] = ['spending', 'visits', 'crashes'];

/** Subjects' values go on to grow. */
export const OVER_TIME: readonly Trial[] = COURSES.flatMap((course) =>
  BY_EVENTS.flatMap((name) => [
    trial([name], { course }, `, ${course}`),
    trial([name], { course, share: 0.1, weights: [90, 10] }, `, ${course}`),
  ]),
);

const GOAL = { alpha: ALPHA, power: POWER, sides: 'two_sided' } as const;
const MEAN_SHARE = 0.02;
const CONVERSION_SHARE = 0.12;

/** Effects that a fixed test of about 20,000 subjects finds in 80% of the runs. */
export const WITH_EFFECT: readonly PowerTrial[] = [
  ...withEffect('mean', MEAN_SHARE, sampleSize({ control: 25, treatment: 25 }, 10 * MEAN_SHARE, EVEN, GOAL).total),
  ...withEffect(
    'conversion10',
    CONVERSION_SHARE,
    sampleSize(conversionVariances(0.1, -0.1 * CONVERSION_SHARE), 0.1 * CONVERSION_SHARE, EVEN, GOAL).total,
  ),
];

/** Tuned by the plan for as many subjects as the always-valid test needs, for as many as the fixed one, and unplanned. */
function withEffect(name: ModelName, share: number, fixedSubjects: number): PowerTrial[] {
  const needed = alwaysValidSampleSize({ total: fixedSubjects, perArm: [] }, ALPHA, POWER).total;
  return [needed, fixedSubjects, UNPLANNED_SUBJECTS].map((plannedSubjects) => ({
    ...trial([name], { share, plannedSubjects, batches: 5 * BATCHES }),
    title: `${MODELS[name].title}, effect of ${share * 100}%, tuned for ${plannedSubjects.toLocaleString('en-GB')} subjects`,
    fixedSubjects,
  }));
}

export const CUPED = { title: 'CUPED, correlation 0.7', subjects: 20_000, lift: 0.02, runs: 500 } as const;
