import type { DataSource } from 'typeorm';
import type { Experiment } from '../experiment.js';
import { ExperimentRow } from './experiment-tables.js';
import type { ConflictDomain } from '../../subjects/index.js';

/** The experiments that have slots of the domain reserved, whether they hold them or not. */
export async function experimentsThatReserved(
  source: DataSource,
  { reservations }: ConflictDomain,
): Promise<Experiment[]> {
  const ids = reservations.map(({ experiment }) => experiment);
  if (ids.length === 0) return [];
  const rows = source.getRepository(ExperimentRow).createQueryBuilder('e');
  return (await rows.where('e.id IN (:...ids)', { ids }).getMany()).map(({ state }) => state);
}
