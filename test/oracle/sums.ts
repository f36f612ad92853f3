import { Big } from 'big.js';
import type { DataSource } from 'typeorm';
import type { Experiment } from '../../libs/experiments/index.js';
import { sliceOf } from '../../libs/measurement/aggregation/subject-sums.js';
import type { Metric } from '../../libs/metrics/index.js';
import { add, amounts, capped, sumsOf, type Sums } from './expected.js';
import { firstOfEach, personOf, phaseOfUnit, variantsOfUnit, type Counted, type Verdict } from './naive.js';
import { COMPARED, DIMENSIONS, METRICS, type Played } from './play.js';

const DAY_MS = 86_400_000;

/** Rows as texts: the key, then the sums. Rows whose sums are all 0 are left out. */
export type Rows = readonly string[];

const SUMS = 'capped, nonzero, sx, sy, sxx, sxy, syy';
const QUERIES = {
  moments: `SELECT metric, variant, phase, n, ${SUMS} FROM moments`,
  sliced_moments: `SELECT metric, variant, phase, slice, n, ${SUMS} FROM sliced_moments`,
  run_moments: `SELECT metric, variant, phase, ${SUMS} FROM run_moments`,
  covariates: 'SELECT metric, variant, phase, known, sp, sq, spp, spq, sqq, sxp, sxq, syp, syq FROM covariates',
};
export type Kind = keyof typeof QUERIES;

/** The rows of one experiment; those of its last run alone, where rows have runs. */
export async function rowsOf(source: DataSource, kind: Kind, { id, runs }: Experiment): Promise<Rows> {
  const ofRun = kind === 'run_moments' ? ` AND run = ${runs.at(-1)?.run}` : '';
  return textsOf(await source.query(`${QUERIES[kind]} WHERE experiment_id = $1${ofRun}`, [id]), kind);
}

/** The rows of the moments as they were when an hour (since 1970) began. */
export async function rowsAt(source: DataSource, { id }: Experiment, hour: number): Promise<Rows> {
  const rows = await source.query<Record<string, unknown>[]>(
    `SELECT DISTINCT ON (metric, variant, phase) metric, variant, phase, n, ${SUMS} FROM moment_hours
     WHERE experiment_id = $1 AND hour <= $2 ORDER BY metric, variant, phase, hour DESC`,
    [id, hour],
  );
  return textsOf(rows, 'moments');
}

/** The rows of run_moments less what client telemetry adds to them. */
export async function runRowsOfServers(source: DataSource, { id, runs }: Experiment): Promise<Rows> {
  const sums = SUMS.split(', ');
  const of = (table: string, sign: string): string =>
    `SELECT metric, variant, phase, ${sums.map((sum) => `${sign}${sum} AS ${sum}`).join(', ')} FROM ${table}
     WHERE experiment_id = $1 AND run = $2`;
  const rows = await source.query<Record<string, unknown>[]>(
    `SELECT metric, variant, phase, ${sums.map((sum) => `sum(${sum}) AS ${sum}`).join(', ')}
     FROM (${of('run_moments', '')} UNION ALL ${of('client_run_moments', '-')}) AS rows GROUP BY 1, 2, 3`,
    [id, runs.at(-1)?.run],
  );
  return textsOf(rows, 'run_moments');
}

/** The rows of moments less what client telemetry adds to them. */
export async function momentsOfServers(source: DataSource, { id }: Experiment): Promise<Rows> {
  const sums = ['n', ...SUMS.split(', ')];
  const of = (table: string, sign: string): string =>
    `SELECT metric, variant, phase, ${sums.map((sum) => `${sign}${sum} AS ${sum}`).join(', ')} FROM ${table}
     WHERE experiment_id = $1`;
  const rows = await source.query<Record<string, unknown>[]>(
    `SELECT metric, variant, phase, ${sums.map((sum) => `sum(${sum}) AS ${sum}`).join(', ')}
     FROM (${of('moments', '')} UNION ALL ${of('client_moments', '-')}) AS rows GROUP BY 1, 2, 3`,
    [id],
  );
  return textsOf(rows, 'moments');
}

/** Subjects that servers exposed, by variant and phase. */
export async function exposedByServers(source: DataSource, { id }: Experiment): Promise<Rows> {
  const rows = await source.query<{ line: string }[]>(
    `SELECT variant || ' ' || phase || ': ' || sum(subjects)::text AS line FROM (
       SELECT variant, phase, subjects FROM exposures WHERE experiment_id = $1
       UNION ALL SELECT variant, phase, -subjects FROM client_exposures WHERE experiment_id = $1) AS rows
     GROUP BY variant, phase HAVING sum(subjects) <> 0`,
    [id],
  );
  return rows.map(({ line }) => line).sort();
}

/** Subjects that were exposed, by variant (`*`: to several) and phase. */
export function expectedExposed(verdict: Verdict): Rows {
  const found = new Map<string, number>();
  for (const unit of verdict.exposures.keys()) {
    const [variant, other] = variantsOfUnit(verdict, unit);
    const key = `${other === undefined ? variant : '*'} ${phaseOfUnit(verdict, unit)}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return [...found].map(([key, subjects]) => `${key}: ${subjects}`).sort();
}

const KEYS: Record<Kind, number> = { moments: 3, sliced_moments: 4, run_moments: 3, covariates: 3 };

function textsOf(rows: readonly Record<string, unknown>[], kind: Kind): Rows {
  const texts = rows.map((row) => {
    const values = Object.values(row);
    const [key, sums] = [values.slice(0, KEYS[kind]), values.slice(KEYS[kind])];
    return { key, sums: sums.map((sum) => new Big(String(sum))) };
  });
  return texts
    .filter(({ sums }) => sums.some((sum) => !sum.eq(0)))
    .map(({ key, sums }) => lineOf(key, sums))
    .sort();
}

const lineOf = (key: readonly unknown[], sums: readonly Big[]): string =>
  `${key.join(' ')}: ${sums.map((sum) => sum.toFixed()).join(' ')}`;

/** A subject exposed to one variant alone. */
interface Subject {
  readonly unit: string;
  readonly variant: string;
  readonly phase: number;
}

function subjectsOf(verdict: Verdict): Subject[] {
  return [...verdict.exposures.keys()].flatMap((unit) => {
    const [variant, other] = variantsOfUnit(verdict, unit);
    return variant === undefined || other !== undefined ? [] : [{ unit, variant, phase: phaseOfUnit(verdict, unit) }];
  });
}

const COUNTED = METRICS.filter(({ rule }) => rule.kind !== 'quantile');
const zero = new Big(0);
const one = new Big(1);

/** What the rows should be, from the whole list in the slow and obvious way. */
export function expectedRows(kind: Kind, verdict: Verdict, experiment: Experiment, played: Played): Rows {
  const found = new Map<string, Big[]>();
  const note = (key: readonly unknown[], sums: readonly Big[]): void => {
    const name = key.join(' ');
    found.set(
      name,
      sums.map((sum, index) => sum.plus(found.get(name)?.[index] ?? 0)),
    );
  };
  for (const subject of subjectsOf(verdict)) {
    const { unit, variant, phase } = subject;
    for (const metric of COUNTED) {
      const key = [metric.key, variant, phase];
      const own = sumsOf(verdict, metric, unit, variant) ?? { x: zero, y: zero };
      if (kind === 'moments') note(key, [one, ...sumsLine(verdict, metric, subject, own)]);
      if (kind === 'sliced_moments') {
        DIMENSIONS.forEach((_, dimension) => {
          const slice = sliceOf(dimension, dimensionsOf(verdict, unit)[dimension] ?? 0);
          note([...key, slice], [one, ...sumsLine(verdict, metric, subject, own)]);
        });
      }
      if (kind === 'run_moments' && COMPARED.includes(metric.key))
        note(key, runLine(verdict, experiment, metric, subject));
      if (kind === 'covariates' && metric.varianceReduction)
        note(key, covariateLine(played, verdict, metric, unit, own));
    }
  }
  return [...found]
    .filter(([, sums]) => sums.some((sum) => !sum.eq(0)))
    .map(([key, sums]) => lineOf([key], sums))
    .sort();
}

/** capped, nonzero, sx, sy, sxx, sxy, syy of one subject. */
function sumsLine(verdict: Verdict, metric: Metric, { unit, variant }: Subject, { x, y }: Sums): Big[] {
  const raw = add(eventsOf(verdict, metric, unit, variant).flatMap((event) => amounts(metric, event) ?? [])).x;
  const isCapped = metric.rule.kind !== 'conversion' && metric.cap !== undefined && raw.gt(metric.cap);
  return [isCapped ? one : zero, x.eq(0) ? zero : one, x, y, x.times(x), x.times(y), y.times(y)];
}

const eventsOf = (verdict: Verdict, metric: Metric, unit: string, variant: string): Counted[] =>
  verdict.counted.filter((event) => event.unit === unit && amounts(metric, event) && event.variants.includes(variant));

/** The values at the earliest exposure; of several at one time the least, as texts. */
function dimensionsOf(verdict: Verdict, unit: string): readonly number[] {
  const exposures = (verdict.exposures.get(unit) ?? []).map(({ at, item }) => {
    return { at, values: item.attribution?.dimensionValues ?? [] };
  });
  const [first] = exposures.sort((a, b) => a.at - b.at || (String(a.values) < String(b.values) ? -1 : 1));
  return first?.values ?? [];
}

function runLine(verdict: Verdict, experiment: Experiment, metric: Metric, { unit, variant }: Subject): Big[] {
  const run = experiment.runs.at(-1);
  const isInRun = ({ at }: Counted): boolean => {
    const [first] = experiment.runs;
    if (!run || !first) return false;
    if (run === first && at < Date.parse(first.from)) return true;
    return Date.parse(run.from) <= at && (run.to === null || at < Date.parse(run.to));
  };
  const inRun: Verdict = { ...verdict, counted: verdict.counted.filter(isInRun) };
  const { x, y } = sumsOf(inRun, metric, unit, variant) ?? { x: zero, y: zero };
  const bySubject = metric.rule.kind !== 'ratio' && metric.rule.kind !== 'mean';
  return sumsLine(inRun, metric, { unit, variant, phase: 0 }, { x, y: bySubject ? zero : y });
}

/** known, sp, sq, spp, spq, sqq, sxp, sxq, syp, syq of one subject. */
function covariateLine(played: Played, verdict: Verdict, metric: Metric, unit: string, { x, y }: Sums): Big[] {
  const days = metric.varianceReduction?.days ?? 0;
  const first = Math.floor(Math.min(...(verdict.exposures.get(unit) ?? []).map(({ at }) => at)) / DAY_MS);
  const before = firstOfEach(played.entries).filter(({ item, receivedAt }) => {
    const day = Math.floor(Math.min(item.at, receivedAt) / DAY_MS);
    return personOf(played.entries, item.subject) === unit && day < first && day >= first - days;
  });
  const sums = add(before.flatMap(({ item }) => amounts(metric, { item } as Counted) ?? []));
  const isConversion = metric.rule.kind === 'conversion';
  const p = isConversion && sums.x.gt(1) ? one : capped(metric, sums.x);
  const q = metric.rule.kind === 'sum' ? zero : sums.y;
  const known = p.eq(0) && q.eq(0) ? zero : one;
  return [known, p, q, p.times(p), p.times(q), q.times(q), x.times(p), x.times(q), y.times(p), y.times(q)];
}
