import type { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AccessView } from './access-view.js';
import { loadEnvironments } from './environment.js';

/** Tells whether an environment exists: from memory, and before a no from the stream. */
export class EnvironmentDirectory {
  constructor(
    private readonly view: AccessView,
    private readonly runner: CommandRunner,
  ) {}

  async has(key: string): Promise<boolean> {
    if (this.view.hasEnvironment(key)) return true;
    return (await loadEnvironments(this.runner)).some((environment) => environment.key === key);
  }
}
