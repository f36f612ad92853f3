/** A live experiment of a user. */
export interface UsersExperiment {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly environment: string;
}

/** Port for the question which live experiments a user has. The experiments part answers. */
export abstract class UsersExperiments {
  abstract liveOf(userId: string): Promise<readonly UsersExperiment[]>;
}
