import type { DataSource } from 'typeorm';
import { namesInCondition } from '../../evaluation/index.js';
import type { Experiment } from '../../experiments/index.js';
import { unpacked } from '../../primitives/written-json.js';

/** An earlier experiment, the tags of its flag, and what it shares of another's words. */
export interface Candidate {
  readonly experiment: Experiment;
  readonly flagTags: readonly string[];
  readonly words: readonly string[];
}

/** The latest are compared; so many have something in common. */
const MOST_COMPARED = 200;
/** Of a hypothesis. */
const MOST_WORDS = 200;

/** The words of a text by their stems, without words that say nothing, such as `the`. */
async function wordsByStem(source: DataSource, text: string): Promise<ReadonlyMap<string, string>> {
  const rows = await source.query<{ stem: string; word: string }[]>(
    `SELECT stem, min(word) AS word
     FROM regexp_split_to_table(lower($1), '[^[:alnum:]]+') word, unnest(tsvector_to_array(to_tsvector('english', word))) stem
     GROUP BY stem ORDER BY stem LIMIT ${MOST_WORDS}`,
    [text],
  );
  return new Map(rows.map(({ stem, word }) => [stem, word]));
}

/** The tags of a flag. */
export async function tagsOfFlag(source: DataSource, flag: string): Promise<readonly string[]> {
  const rows = await source.query<{ tags: string[] }[]>(`SELECT state -> 'tags' AS tags FROM flags WHERE key = $1`, [
    flag,
  ]);
  return rows[0]?.tags ?? [];
}

/** Completed experiments of the same environment that have anything in common with this one, the latest first. */
export async function candidatesFor(
  source: DataSource,
  of: Experiment,
  tags: readonly string[],
): Promise<readonly Candidate[]> {
  const words = await wordsByStem(source, of.hypothesis);
  const attributes = of.targeting === null ? [] : namesInCondition(of.targeting).map(({ name }) => name);
  const rows = await source.query<{ state: Experiment; flag_tags: string[] | null; stems: string[] }[]>(
    `SELECT e.state, f.state -> 'tags' AS flag_tags, ARRAY(
       SELECT unnest($6::text[]) INTERSECT SELECT unnest(tsvector_to_array(to_tsvector('english', e.state ->> 'hypothesis')))
     ) AS stems
     FROM experiments e LEFT JOIN flags f ON f.key = e.flag
     WHERE e.environment = $1 AND e.completed_order IS NOT NULL AND e.id <> $2 AND (
       e.flag = $3
       OR jsonb_exists_any((e.state -> 'metrics')::jsonb, $4::text[])
       OR jsonb_exists_any((e.state -> 'tags')::jsonb, $5::text[])
       OR jsonb_exists_any((f.state -> 'tags')::jsonb, $5::text[])
       OR e.search @@ (SELECT string_agg(quote_literal(stem), ' | ')::tsquery FROM unnest($6::text[]) stem)
       OR EXISTS (SELECT 1 FROM unnest($7::text[]) name WHERE strpos(e.state ->> 'targeting', to_json(name)::text) > 0))
     ORDER BY e.completed_order DESC LIMIT ${MOST_COMPARED}`,
    [of.environment, of.id, of.flag, of.metrics, tags, [...words.keys()], attributes],
  );
  return rows.map(({ state, flag_tags, stems }) => ({
    experiment: unpacked(state),
    flagTags: flag_tags ?? [],
    words: stems.map((stem) => words.get(stem) ?? stem).sort(),
  }));
}
