import { isOver, type Experiment } from '../../experiments/index.js';
import { HOUR_MS } from '../aggregation/log-clock.js';

const DAY_MS = 86_400_000;
/** The stretch of the log's time that a rate of exposures is taken from. */
export const RATE_DAYS = 7;

/** Why no rate of exposures is known. */
export const RATE_UNKNOWN = [
  /** Less than an hour since the first start: minutes say little of days. */
  'too_early',
  /** Nobody was exposed of late. */
  'nobody_came',
  /** Of a plan: neither a flag nor an experiment was named whose rate could be taken. */
  'nothing_named',
] as const;
export type RateUnknown = (typeof RATE_UNKNOWN)[number];

/** Subjects a day of late, or why that is not known. */
export type Rate =
  | { readonly perDay: number; readonly perDayReason?: never }
  | { readonly perDay: null; readonly perDayReason: RateUnknown };

/** How far an experiment has come. */
export interface Progress {
  /** Exposed subjects of all arms together. */
  readonly subjects: number;
  /** Days in which it ran, pauses left out. */
  readonly days: number;
  readonly rate: Rate;
  readonly planned: { readonly subjects: number | null; readonly days: number | null };
  /** Whether the planned subjects or days are reached. An early completion does not reach them. */
  readonly reached: boolean;
  /** Days until then; null: without a plan, at an unknown rate, or once it is completed. */
  readonly daysLeft: number | null;
}

/** The progress as of a time (epoch milliseconds). */
export function progressOf(
  experiment: Pick<Experiment, 'planned' | 'runs' | 'status'>,
  subjects: number,
  rate: Rate,
  nowMs: number,
): Progress {
  const { planned: plan } = experiment;
  const days = daysRun(experiment, nowMs);
  const planned = {
    subjects: plan && 'subjects' in plan ? plan.subjects : null,
    days: plan && 'days' in plan ? plan.days : null,
  };
  const isFull = planned.subjects !== null && subjects >= planned.subjects;
  const reached = isFull || (planned.days !== null && days >= planned.days);
  return {
    subjects,
    days,
    rate,
    planned,
    reached,
    daysLeft: reached ? 0 : isOver(experiment) ? null : daysLeft(planned, subjects, days, rate.perDay),
  };
}

function daysLeft(planned: Progress['planned'], subjects: number, days: number, perDay: number | null): number | null {
  if (planned.days !== null) return upToTenths(planned.days - days);
  return planned.subjects === null ? null : daysFor(planned.subjects - subjects, perDay);
}

/** Days until so many subjects have come, to a tenth; null at an unknown rate, or if nobody comes. */
export function daysFor(subjects: number, perDay: number | null): number | null {
  if (subjects <= 0) return 0;
  if (perDay === null || !(perDay > 0)) return null;
  return upToTenths(subjects / perDay);
}

/** Whole tenths of days, as reports show them. */
export const wholeTenths = (days: number): number => Math.floor(days * 10) / 10;

const upToTenths = (days: number): number => Math.ceil(days * 10) / 10;

function daysRun({ runs }: Pick<Experiment, 'runs'>, nowMs: number): number {
  const ends = runs.map(({ from, to }) => {
    const end = Math.min(to === null ? nowMs : Date.parse(to), nowMs);
    return Math.max(0, end - Date.parse(from));
  });
  return ends.reduce((sum, each) => sum + each, 0) / DAY_MS;
}

/**
 * Subjects a day: those exposed since the beginning of the stretch, over its length. Not known in the first hour.
 * @param before subjects exposed at the beginning of the stretch
 * @param firstMs the first start
 */
export function rateOf(subjects: number, before: number, firstMs: number, nowMs: number): Rate {
  if (nowMs - firstMs < HOUR_MS) return { perDay: null, perDayReason: 'too_early' };
  if (subjects <= before) return NOBODY_CAME;
  const from = Math.max(firstMs, nowMs - RATE_DAYS * DAY_MS);
  return { perDay: ((subjects - before) * DAY_MS) / (nowMs - from) };
}

export const NOBODY_CAME: Rate = { perDay: null, perDayReason: 'nobody_came' };
export const NOTHING_NAMED: Rate = { perDay: null, perDayReason: 'nothing_named' };

/**
 * The hour (since 1970) at whose beginning the planned end is judged: the first after it was reached. Null before, and
 * while that hour has not begun.
 * @param full the first hour at whose beginning the planned subjects were there; null: none yet
 */
export function judgedHour(
  { planned, runs, completedAt }: Pick<Experiment, 'planned' | 'runs' | 'completedAt'>,
  full: number | null,
  nowMs: number,
): number | null {
  const hours = full === null ? [] : [full];
  if (planned && 'days' in planned) {
    const end = endOfDays(runs, planned.days * DAY_MS);
    if (end !== null) hours.push(Math.ceil(end / HOUR_MS));
  }
  if (completedAt !== null) hours.push(Math.ceil(Date.parse(completedAt) / HOUR_MS));
  const first = Math.min(...hours);
  return first <= nowMs / HOUR_MS ? first : null;
}

/** The time at which the runs have lasted so long; null if that never comes. */
function endOfDays(runs: Experiment['runs'], lengthMs: number): number | null {
  let left = lengthMs;
  for (const { from, to } of runs) {
    const start = Date.parse(from);
    const length = to === null ? Infinity : Date.parse(to) - start;
    if (length >= left) return start + left;
    left -= length;
  }
  return null;
}
