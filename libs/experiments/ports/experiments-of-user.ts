import { UsersExperiments, type UsersExperiment } from '../../access/index.js';
import type { LiveExperiments } from '../live-experiments.js';

/** Tells the access part which experiments need another owner. */
export class ExperimentsOfUser extends UsersExperiments {
  constructor(private readonly live: Pick<LiveExperiments, 'everywhere'>) {
    super();
  }

  override async liveOf(userId: string): Promise<readonly UsersExperiment[]> {
    const live = await this.live.everywhere();
    return live
      .filter(({ owner }) => owner.id === userId)
      .map(({ id, key, name, environment }) => ({ id, key, name, environment }));
  }
}
