import { EXPOSED } from '../../measurement/index.js';
import type { Reader } from '../../measurement/read-model/index.js';
import type { Decimal } from '../../primitives/decimal.js';
import type { Piece } from '../series/pieces.js';

/** What is asked of one experiment: sums of each arm in pieces of its runs. */
export interface PiecesAsked {
  readonly experiment: string;
  /** Arms, and the POOLED one that corrects their sum. */
  readonly variants: readonly string[];
  readonly pieces: readonly Piece[];
  readonly ofServers: boolean;
}

/** A sum of an arm in the piece at this place of the list, counted from 0. */
export interface PieceSum<Sum> {
  readonly place: number;
  readonly variant: string;
  readonly sum: Sum;
}

// One subquery per piece and arm reads a range of the primary key: no row is read that no window has.
const PIECES = `FROM unnest($1::integer[], $2::integer[], $3::bigint[], $4::bigint[]) AS piece (place, run, since, until)
  CROSS JOIN unnest($5::text[]) AS arm (variant)`;
const IN_PIECE = 'variant = arm.variant AND bucket >= piece.since AND bucket < piece.until';
const IN_RUN = `experiment_id = $6 AND run = piece.run AND ${IN_PIECE}`;

const columnsOf = ({ pieces }: PiecesAsked, isAsked: (piece: Piece) => boolean): number[][] => {
  const asked = pieces.flatMap((piece, place) => (isAsked(piece) ? [{ ...piece, place }] : []));
  return [
    asked.map(({ place }) => place),
    asked.map(({ run }) => run),
    asked.map(({ since }) => since),
    asked.map(({ until }) => until),
  ];
};

const inWindow = ({ isInWindow }: Piece): boolean => isInWindow;

/** Numerator and denominator by events of a metric, of the pieces that windows have. */
export async function readEventSums(
  reader: Reader,
  asked: PiecesAsked,
  metric: string,
): Promise<PieceSum<readonly [numerator: Decimal, denominator: Decimal]>[]> {
  const rows = await reader.query<{ place: number; variant: string; numerator: Decimal; denominator: Decimal }[]>(
    `SELECT place, arm.variant, found.numerator::text, found.denominator::text ${PIECES}
     CROSS JOIN LATERAL (SELECT sum(numerator) AS numerator, sum(denominator) AS denominator FROM (
       SELECT numerator, denominator FROM buckets WHERE ${IN_RUN} AND metric = $7
       UNION ALL SELECT -numerator, -denominator FROM client_buckets WHERE $8 AND ${IN_RUN} AND metric = $7
     ) AS parts HAVING count(*) > 0) AS found`,
    [...columnsOf(asked, inWindow), asked.variants, asked.experiment, metric, asked.ofServers],
  );
  return rows.map(({ place, variant, numerator, denominator }) => ({ place, variant, sum: [numerator, denominator] }));
}

/** The number of subjects whose latest event of a measure in the run lies in the piece. */
export async function readLatestSubjects(
  reader: Reader,
  asked: PiecesAsked,
  measure: string,
): Promise<PieceSum<number>[]> {
  return reader.query<PieceSum<number>[]>(
    `SELECT place, arm.variant, found.subjects AS sum ${PIECES}
     CROSS JOIN LATERAL (SELECT sum(subjects)::float8 AS subjects FROM (
       SELECT subjects FROM distinct_subjects WHERE ${IN_RUN} AND measure = $7
       UNION ALL SELECT -subjects FROM client_distinct_subjects WHERE $8 AND ${IN_RUN} AND measure = $7
     ) AS parts HAVING count(*) > 0) AS found`,
    [...columnsOf(asked, () => true), asked.variants, asked.experiment, measure, asked.ofServers],
  );
}

/** The number of subjects whose first exposure (EXPOSED) or conversion (a metric's key) lies in the piece. */
export async function readFirstSubjects(
  reader: Reader,
  asked: PiecesAsked,
  metric: string,
): Promise<PieceSum<number>[]> {
  return reader.query<PieceSum<number>[]>(
    `SELECT place, arm.variant, found.subjects AS sum ${PIECES}
     CROSS JOIN LATERAL (SELECT sum(subjects)::float8 AS subjects FROM firsts
       WHERE experiment_id = $6 AND metric = $7 AND ${IN_PIECE} HAVING count(*) > 0) AS found`,
    [...columnsOf(asked, () => true), asked.variants, asked.experiment, metric],
  );
}

/** The values of a quantile in the pieces that windows have, by the sketch's bin. */
export async function readBinSums(
  reader: Reader,
  asked: PiecesAsked,
  metric: string,
): Promise<(PieceSum<number> & { readonly bin: number })[]> {
  return reader.query<(PieceSum<number> & { readonly bin: number })[]>(
    `SELECT place, arm.variant, found.bin, found.sum ${PIECES}
     CROSS JOIN LATERAL (SELECT bin, sum(n)::float8 AS sum FROM (
       SELECT bin, n FROM bucket_sketches WHERE ${IN_RUN} AND metric = $7
       UNION ALL SELECT bin, -n FROM client_bucket_sketches WHERE $8 AND ${IN_RUN} AND metric = $7
     ) AS parts GROUP BY bin) AS found`,
    [...columnsOf(asked, inWindow), asked.variants, asked.experiment, metric, asked.ofServers],
  );
}

/** The first and the last time bucket with data of a metric or its subjects, in seconds; null without any. */
export async function readDataSpan(
  reader: Reader,
  asked: Pick<PiecesAsked, 'experiment' | 'variants'>,
  runs: readonly number[],
  metric: string,
  measures: readonly string[],
): Promise<{ readonly first: number; readonly last: number } | null> {
  const ends = 'SELECT min(bucket) AS first, max(bucket) AS last';
  const inRun = 'experiment_id = $1 AND run = asked.run AND variant = arm.variant';
  const [row] = await reader.query<{ first: string | null; last: string | null }[]>(
    `SELECT min(first) AS first, max(last) AS last
     FROM unnest($2::integer[]) AS asked (run) CROSS JOIN unnest($3::text[]) AS arm (variant)
     CROSS JOIN LATERAL (
       ${ends} FROM buckets WHERE ${inRun} AND metric = $4
       UNION ALL ${ends} FROM bucket_sketches WHERE ${inRun} AND metric = $4
       UNION ALL ${ends} FROM firsts WHERE experiment_id = $1 AND metric = '${EXPOSED}' AND variant = arm.variant
       UNION ALL SELECT found.* FROM unnest($5::text[]) AS of (measure)
         CROSS JOIN LATERAL (${ends} FROM distinct_subjects WHERE ${inRun} AND measure = of.measure) AS found
     ) AS parts`,
    [asked.experiment, runs, asked.variants, metric, measures],
  );
  if (row === undefined || row.first === null || row.last === null) return null;
  return { first: Number(row.first), last: Number(row.last) };
}
