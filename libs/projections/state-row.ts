import { Column, PrimaryColumn } from 'typeorm';
import { packed, unpacked } from '../primitives/written-json.js';

/** A column of JSON whose values may have the texts that they were written as. */
export const PACKED = { type: 'json', transformer: { to: packed, from: unpacked } } as const;

/** Columns of every table of `stateTable`; `State` is the aggregate's state. */
export abstract class StateRow<State> {
  @PrimaryColumn('text')
  stream!: string;

  @Column('bigint')
  revision!: string;

  /** Position of the last event. */
  @Column('text')
  position!: string;

  /** Position of the first event: the order of creation. */
  @Column('text')
  created_position!: string;

  /** Not jsonb, which would reorder the members of objects. */
  @Column(PACKED)
  state!: State;
}

const COLUMNS = 'revision bigint NOT NULL, position text NOT NULL, created_position text NOT NULL, state json NOT NULL';

/** The SQL of the columns of `StateRow`. */
export const STATE_COLUMNS = `stream text PRIMARY KEY, ${COLUMNS}`;

/** The same of a table that has several rows of a stream. */
export const VERSION_COLUMNS = `stream text NOT NULL, ${COLUMNS}`;
