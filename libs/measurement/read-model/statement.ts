import type { EntityManager } from 'typeorm';

/** One statement of many parts, which saves a round trip and a plan for each. */
export class Statement {
  private readonly parts: string[] = [];
  private readonly values: unknown[] = [];

  /** Adds a value to the statement and returns its placeholder. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** A column of values without line breaks, sent as one text: an array would escape every quote of every value. */
  lines(values: readonly (string | number)[], type: string): string {
    // PostgreSQL splits an empty text into no lines, so a single empty value needs an array.
    if (values.length === 1 && values[0] === '') return `ARRAY['']::${type}[]`;
    return `string_to_array(${this.value(values.join('\n'))}, E'\\n')::${type}[]`;
  }

  add(part: string): void {
    this.parts.push(`part_${this.parts.length} AS (${part})`);
  }

  async run(manager: EntityManager): Promise<void> {
    if (this.parts.length > 0) await manager.query(`WITH ${this.parts.join(',\n')} SELECT`, this.values);
  }
}
