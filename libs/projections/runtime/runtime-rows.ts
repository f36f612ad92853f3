import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** The single row of the checkpoint: the position, and the attempts at what follows it. */
@Entity('checkpoint')
export class CheckpointRow {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text', { nullable: true })
  position!: string | null;

  @Column('bigint')
  handled!: string;

  /** Unfinished attempts since the checkpoint; a crash leaves one. */
  @Column('integer')
  attempts!: number;

  /** Position of the event that is tried alone, after several attempts at its batch. */
  @Column('text', { nullable: true })
  attempting!: string | null;

  /** Attempts at that event. */
  @Column('integer')
  tries!: number;

  @Column('timestamptz')
  updated_at!: Date;
}

/** An event that could not be applied, or waits for an earlier parked event of its stream. */
@Entity('parked')
export class ParkedRow {
  @PrimaryColumn('text')
  position!: string;

  @Column('text')
  stream!: string;

  @Column('bigint')
  revision!: string;

  @Column('uuid')
  event_id!: string;

  @Column('text')
  type!: string;

  @Column('text')
  error!: string;

  @Column('timestamptz')
  parked_at!: Date;
}

/** The version of the definition that fills the schema. A schema without this column has version 1. */
export class DefinitionVersion implements MigrationInterface {
  name = 'DefinitionVersion1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE checkpoint ADD COLUMN version integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE checkpoint DROP COLUMN version');
  }
}

/** Whether the schema has ever had the whole log. One that is made anew has not, until it has caught up. */
export class CaughtUp implements MigrationInterface {
  name = 'CaughtUp1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE checkpoint ADD COLUMN caught_up boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE checkpoint DROP COLUMN caught_up');
  }
}

export class RuntimeTables implements MigrationInterface {
  name = 'RuntimeTables1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE checkpoint (
      id integer PRIMARY KEY CHECK (id = 1), position text, handled bigint NOT NULL DEFAULT 0,
      attempts integer NOT NULL DEFAULT 0, attempting text, tries integer NOT NULL DEFAULT 0,
      updated_at timestamptz NOT NULL DEFAULT now())`);
    await runner.query('INSERT INTO checkpoint (id) VALUES (1)');
    await runner.query(`CREATE TABLE parked (
      position text PRIMARY KEY, stream text NOT NULL, revision bigint NOT NULL, event_id uuid NOT NULL,
      type text NOT NULL, error text NOT NULL, parked_at timestamptz NOT NULL DEFAULT now())`);
    await runner.query('CREATE INDEX parked_stream ON parked (stream, revision)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parked');
    await runner.query('DROP TABLE checkpoint');
  }
}
