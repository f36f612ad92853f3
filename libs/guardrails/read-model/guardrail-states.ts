import {
  comparisonsIn,
  currentRun,
  GuardrailStates,
  type Experiment,
  type GuardrailLights,
  type GuardrailState,
} from '../../experiments/index.js';
import type { Reader } from '../../measurement/read-model/index.js';
import type { Clock } from '../../platform/clock.js';
import { isMissingTable } from '../../projections/index.js';
import { readFacts, type Facts } from '../facts.js';
import { comparedBy, thresholdState } from './guardrail-rates.js';
import { GuardrailCounts } from './guardrail-counts.js';

const PAGE = 100;

/** Answers lists by the rates that guardrails have now, as `/guardrails` shows them of one experiment. */
export class MeasuredGuardrails extends GuardrailStates {
  constructor(
    private readonly reader: () => Promise<Reader>,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async of(experiments: readonly Experiment[]): Promise<ReadonlyMap<string, GuardrailLights>> {
    const counts = new GuardrailCounts(this.reader);
    const started = experiments.filter(currentRun);
    const found = new Map<string, GuardrailLights>();
    for (let start = 0; start < started.length; start += PAGE) {
      const page = started.slice(start, start + PAGE);
      const facts = await orNone(readFacts(counts, page, this.clock.now(), false));
      for (const each of page) found.set(each.id, lightsOf(each, facts.get(each.id)));
    }
    return found;
  }
}

function lightsOf(experiment: Experiment, facts: Facts | undefined): GuardrailLights {
  const { thresholds = [], evidence } = facts ?? {};
  const states = [
    ...thresholds.map(({ guardrail, metric, arms }) => thresholdState(experiment, guardrail, metric, arms)),
    ...comparisonsIn(experiment.guardrails).map((guardrail) => {
      const isCurrent = currentRun(experiment)?.run === evidence?.run;
      return comparedBy(guardrail, experiment, isCurrent ? evidence : undefined).state;
    }),
  ];
  const count = (state: GuardrailState): number => states.filter((each) => each === state).length;
  const [healthy, breached] = [count('healthy'), count('breached')];
  // One whose metric is not counted yet has no data either.
  return { healthy, breached, no_data: experiment.guardrails.length - healthy - breached };
}

/** No facts before the projector's first start. */
async function orNone(facts: Promise<ReadonlyMap<string, Facts>>): Promise<ReadonlyMap<string, Facts>> {
  try {
    return await facts;
  } catch (error) {
    if (isMissingTable(error)) return new Map();
    throw error;
  }
}
