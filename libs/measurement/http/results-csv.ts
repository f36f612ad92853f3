import { csvOf, type Cell } from '../../primitives/csv.js';
import type { Comparison } from '../analysis/all-comparisons.js';
import type { Estimated } from '../analysis/inference.js';
import type { readEffectSeries } from '../read-model/effect-series.js';
import type { readReport } from '../read-model/report.js';

type Report = Awaited<ReturnType<typeof readReport>>;
type Series = Awaited<ReturnType<typeof readEffectSeries>>;

const PARTS = ['effect', 'se', 'lower', 'upper'] as const;
const columnsOf = (prefix: string): string[] => PARTS.map((part) => `${prefix}_${part}`);
const cellsOf = (estimated: Estimated | undefined): Cell[] => PARTS.map((part) => estimated?.[part] ?? null);

const RESULT_COLUMNS = [
  ...['experiment', 'status', 'as_of', 'statistics', 'dimension', 'value'],
  ...['metric', 'role', 'variant', 'control', 'state', 'reason', 'protected_against_peeking'],
  ...['n_control', 'n_treatment', 'value_control', 'value_treatment'],
  ...[...columnsOf('absolute'), ...columnsOf('relative'), 'p', 'adjusted_p'],
  ...['fixed_state', ...columnsOf('fixed_absolute'), ...columnsOf('fixed_relative'), 'fixed_p'],
  ...['chance_to_win', 'risk_control', 'risk_treatment'],
  ...[
    ...columnsOf('cuped_absolute'),
    ...columnsOf('cuped_relative'),
    'cuped_p',
    'variance_saved',
    'coverage',
    'capped',
  ],
  ...['margin', 'margin_verdict', 'margin_e_value', 'margin_safe_e_value', 'mde', 'subjects_needed', 'days_left'],
  ...['phase', 'verdict', 'verdict_variant', 'verdict_reasons', 'arm_verdict'],
  ...['planned_mde', 'planned_subjects', 'planned_days', 'reached_subjects', 'reached_days', 'plan_reached'],
  ...['plan_days_left', 'plan_days_left_reason', 'mde_reason', 'days_left_reason'],
];

/** One row per comparison; with a dimension, also one per comparison within each of its values. */
export function resultsCsv(report: Report): string {
  const { dimension } = report;
  const row = (key: string | null, value: string | null, each: Comparison): Cell[] => [
    ...headOf(report),
    ...[key, value],
    ...comparisonCells(each),
    ...decisionCells(report, each),
  ];
  const whole = report.comparisons.map((each) => row(null, null, each));
  const sliced = (dimension?.values ?? []).flatMap(({ value, comparisons }) =>
    comparisons.map((each) => row(dimension?.key ?? null, value, each)),
  );
  return csvOf(RESULT_COLUMNS, [...whole, ...sliced]);
}

const headOf = ({ experiment, status, asOf, statistics }: Report): Cell[] => [experiment, status, asOf, statistics];

function comparisonCells(comparison: Comparison): Cell[] {
  const { n, value, risk, cuped, margin } = comparison;
  return [
    ...[comparison.metric, comparison.role, comparison.variant, comparison.control, comparison.state],
    ...[comparison.reason ?? null, comparison.protectedAgainstPeeking],
    ...[n.control, n.treatment, value.control, value.treatment],
    ...[...cellsOf(comparison.absolute), ...cellsOf(comparison.relative), comparison.p, comparison.adjustedP],
    ...fixedCells(comparison),
    ...[comparison.chanceToWin ?? null, risk?.control ?? null, risk?.treatment ?? null],
    ...[...cellsOf(cuped?.absolute), ...cellsOf(cuped?.relative), cuped?.p ?? null],
    ...[cuped?.varianceSaved ?? null, cuped?.coverage ?? null, comparison.capped ?? null],
    ...[margin?.value ?? null, margin?.verdict ?? null, margin?.eValue ?? null, margin?.safeEValue ?? null],
    ...[comparison.mde, comparison.subjectsNeeded, comparison.daysLeft],
  ];
}

/** What is decided by, so that a table alone is enough; the verdict is always on the whole. */
function decisionCells({ phase, verdict, plan }: Report, { variant, mdeReason, daysLeftReason }: Comparison): Cell[] {
  const ofArm = verdict?.arms.find((arm) => arm.variant === variant);
  const reasons = verdict?.reasons.map(inWord).join(' ');
  return [
    ...[phase, verdict?.kind ?? null, verdict?.variant ?? null, reasons ?? null, ofArm?.kind ?? null],
    ...[plan?.mde ?? null, plan?.subjects ?? null, plan?.days ?? null],
    ...[plan?.reachedSubjects ?? null, plan?.reachedDays ?? null, plan?.reached ?? null],
    ...[plan?.daysLeft ?? null, plan?.daysLeftReason ?? null, mdeReason ?? null, daysLeftReason ?? null],
  ];
}

/** With what it is about: `health:silence`, `margin_violated:latency`. */
function inWord(reason: NonNullable<Report['verdict']>['reasons'][number]): string {
  const about = 'problem' in reason ? reason.problem : 'metric' in reason ? reason.metric : undefined;
  return about === undefined ? reason.kind : `${reason.kind}:${about}`;
}

function fixedCells({ fixed }: Comparison): Cell[] {
  const known = fixed?.state === 'ok' ? fixed : undefined;
  return [fixed?.state ?? null, ...cellsOf(known?.absolute), ...cellsOf(known?.relative), known?.p ?? null];
}

const SERIES_COLUMNS = [
  ...['metric', 'variant', 'control', 'time', 'n_control', 'n_treatment'],
  ...columnsOf('absolute'),
  ...columnsOf('relative'),
];

/** One row per point. */
export function seriesCsv({ metric, variant, control, points }: Series): string {
  const rows = points.map(({ time, n, absolute, relative }) => [
    ...[metric, variant, control, time, n.control, n.treatment],
    ...[...cellsOf(absolute), ...cellsOf(relative)],
  ]);
  return csvOf(SERIES_COLUMNS, rows);
}
