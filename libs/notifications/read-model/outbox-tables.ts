import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import type { Attempt, DeliveryState } from '../delivery.js';
import type { DeliveryKind, Severity } from '../event-kinds.js';
import type { Content } from '../occurrence.js';

/** The schema of what is to be sent. Unlike that of a projection it is never made anew: its rows say what was sent. */
export const OUTBOX = 'notification_outbox';

/** A notification for one destination, and what became of it. */
@Entity({ name: 'deliveries', schema: OUTBOX })
export class DeliveryRow {
  @PrimaryColumn('uuid')
  id!: string;

  /** Sorts by the time of the intent. */
  @Column('text')
  place!: string;

  @Column('text')
  kind!: DeliveryKind;

  @Column('text')
  severity!: Severity;

  @Column('text')
  state!: DeliveryState;

  @Column('text')
  destination!: string;

  @Column('text', { nullable: true })
  rule!: string | null;

  @Column('text', { nullable: true })
  environment!: string | null;

  @Column('text', { nullable: true })
  experiment!: string | null;

  @Column('json')
  content!: Content;

  @Column('integer')
  attempts!: number;

  @Column('json')
  log!: readonly Attempt[];

  @Column('timestamptz')
  created_at!: Date;

  /** Time of the first attempt: the limit per minute counts these. */
  @Column('timestamptz', { nullable: true })
  first_attempt_at!: Date | null;

  @Column('timestamptz', { nullable: true })
  next_attempt_at!: Date | null;

  @Column('timestamptz')
  gives_up_at!: Date;

  @Column('timestamptz', { nullable: true })
  delivered_at!: Date | null;

  /** The digest that it went with. */
  @Column('text', { nullable: true })
  digest!: string | null;
}

export class OutboxTables implements MigrationInterface {
  name = 'OutboxTables1700000002002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${OUTBOX}.deliveries (id uuid PRIMARY KEY, place text NOT NULL UNIQUE,
      kind text NOT NULL, severity text NOT NULL, state text NOT NULL, destination text NOT NULL, rule text,
      environment text, experiment text, content json NOT NULL, attempts integer NOT NULL DEFAULT 0,
      log json NOT NULL DEFAULT '[]', created_at timestamptz NOT NULL, first_attempt_at timestamptz,
      next_attempt_at timestamptz, gives_up_at timestamptz NOT NULL, delivered_at timestamptz, digest text)`);
    await runner.query(`CREATE INDEX deliveries_due ON ${OUTBOX}.deliveries (destination, next_attempt_at)
      WHERE state = 'waiting'`);
    await runner.query(`CREATE INDEX deliveries_begun ON ${OUTBOX}.deliveries (destination, first_attempt_at)`);
    await runner.query(`CREATE INDEX deliveries_destination ON ${OUTBOX}.deliveries (destination, place)`);
    await runner.query(`CREATE INDEX deliveries_experiment ON ${OUTBOX}.deliveries (experiment, place)`);
    await runner.query(`CREATE INDEX deliveries_digest ON ${OUTBOX}.deliveries (digest) WHERE digest IS NOT NULL`);
    await runner.query(`CREATE INDEX deliveries_created ON ${OUTBOX}.deliveries (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${OUTBOX}.deliveries`);
  }
}
