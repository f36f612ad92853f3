import { Column, Entity, type MigrationInterface, type QueryRunner } from 'typeorm';
import { stateTable, StateRow, STATE_COLUMNS, type ManagedTables } from '../../projections/index.js';
import { metricAggregate, type VersionedMetric } from '../metric.js';

@Entity('metrics')
export class MetricRow extends StateRow<VersionedMetric> {
  @Column('text')
  key!: string;
}

const metricTable = stateTable({
  table: 'metrics',
  aggregate: metricAggregate,
  columns: (state) => ({ key: state?.key ?? '' }),
});

class MetricTable implements MigrationInterface {
  name = 'MetricTable1700000001100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE metrics (${STATE_COLUMNS}, key text NOT NULL UNIQUE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE metrics');
  }
}

/** The table of metrics in the management read model. */
export const managedMetrics: ManagedTables = {
  tables: [metricTable],
  entities: [MetricRow],
  migrations: [MetricTable],
};
