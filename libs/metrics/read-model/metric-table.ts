import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS } from '../../projections/index.js';
import { metricAggregate, type VersionedMetric } from '../metric.js';

@Entity('metrics')
export class MetricRow extends StateRow<VersionedMetric> {
  @Column('text')
  key!: string;
}

export const metricTable = stateTable({
  table: 'metrics',
  prefix: 'metric-',
  aggregate: metricAggregate,
  columns: (state) => ({ key: state?.key ?? '' }),
});

export class MetricTable implements MigrationInterface {
  name = 'MetricTable1700000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE metrics (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE metrics');
  }
}
