/** Columns that identify the rows wanted, each with the SQL of an array of its values: the n-th of all are one key. */
export type WantedKeys = Readonly<Record<string, string>>;

/**
 * The SQL that reads rows by many keys, each by the index on them. With `= ANY` or a join, the planner reads the whole
 * table as soon as a few thousand keys are wanted, so that the time of a batch would grow with the history.
 * @param columns of the table, or expressions on them and on the keys, such as `wanted.name`
 * @param further a condition beside the keys, as SQL on the columns of the table
 */
export function rowsByKeys(table: string, columns: string, keys: WantedKeys, further = 'true'): string {
  const names = Object.keys(keys);
  const equal = names.map((name) => `${table}.${name} = wanted.${name}`).join(' AND ');
  // OFFSET 0 keeps the planner from making a join of it.
  return `SELECT found.* FROM unnest(${Object.values(keys).join(', ')}) AS wanted (${names.join(', ')})
    CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} WHERE ${equal} AND ${further} OFFSET 0) AS found`;
}
