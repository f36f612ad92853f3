import { Injectable } from '@nestjs/common';
import type { Experiment } from '../experiment.js';
import { GuardrailStates, type Lights } from '../lights.js';
import { RecentVerdicts } from '../recent-verdicts.js';

/** More verdicts than that are made by further requests, so that no list waits long. */
const NEW_VERDICTS = 20;

/** What lists show of started experiments, beside themselves. */
@Injectable()
export class ExperimentLights {
  constructor(
    private readonly guardrails: GuardrailStates,
    private readonly verdicts: RecentVerdicts,
  ) {}

  /** By experiment: null for one that never ran. */
  async of(experiments: readonly Experiment[]): Promise<(id: string) => Lights | null> {
    const [states, verdicts] = await Promise.all([
      this.guardrails.of(experiments),
      this.verdicts.of(experiments, NEW_VERDICTS),
    ]);
    return (id) => {
      const guardrails = states.get(id);
      if (!guardrails) return null;
      const { kind, variant } = verdicts.get(id) ?? {};
      return { guardrails, verdict: kind === undefined ? null : { kind, variant: variant ?? null } };
    };
  }
}
