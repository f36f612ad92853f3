import { Column, PrimaryColumn } from 'typeorm';

/** Columns of every table made by `stateTable`; `State` is what the aggregate folds to. */
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

  @Column('jsonb')
  state!: State;
}

/** SQL of those columns. */
export const STATE_COLUMNS =
  'stream text PRIMARY KEY, revision bigint NOT NULL, position text NOT NULL, created_position text NOT NULL, state jsonb NOT NULL';
