import { invalid } from '../primitives/refusal.js';
import type { Experiment } from './experiment.js';
import type { AgainstVerdict, ByTrigger, ExperimentEvent, Outcome, Pin } from './experiment.events.js';

/** The event that ends an experiment. Rollout pins the winner, rollback pins control, no effect pins nothing. */
export function completionOf(
  experiment: Experiment,
  outcome: Outcome,
  comment: string | null,
  how: ByTrigger & AgainstVerdict = {},
): Extract<ExperimentEvent, { type: 'experiment_completed' }> {
  const { kind, winner } = outcome;
  return { type: 'experiment_completed', data: { kind, winner, pin: pinOf(experiment, outcome), comment, ...how } };
}

function pinOf(experiment: Experiment, outcome: Outcome): Pin | null {
  switch (outcome.kind) {
    case 'no_effect':
      if (outcome.winner !== null) throw invalid('unexpected_winner', 'only a rollout has a winner', '/winner');
      return null;
    case 'rollback': {
      if (outcome.winner !== null) throw invalid('unexpected_winner', 'only a rollout has a winner', '/winner');
      const control = experiment.variants.find((variant) => variant.control);
      return control ? { variant: control.key, value: control.value, kind: 'rollback' } : null;
    }
    case 'rollout': {
      if (outcome.winner === null) throw invalid('required', 'a rollout names its winner', '/winner');
      const winner = experiment.variants.find((variant) => variant.key === outcome.winner);
      if (!winner) throw invalid('unknown_variant', `there is no variant ${outcome.winner}`, '/winner');
      return { variant: winner.key, value: winner.value, kind: 'rollout' };
    }
  }
}
