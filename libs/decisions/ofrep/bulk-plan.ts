import type { DecisionService } from '../decision-service.js';
import type { EvaluationRequest, Reason } from '../../evaluation/index.js';
import { isStatic, textsOf, type FlagTexts } from './evaluation.js';

/** All flags of an environment as they are now, for evaluations of all at once. */
interface BulkPlan {
  /** The environment's version that it is made of. */
  readonly version: string;
  /** The flags that ask who asks. */
  readonly asking: readonly FlagTexts[];
  /** Answers that are the same whoever asks: how many there are, of each reason, and the list's JSON from them to its end. */
  readonly same: { readonly count: number; readonly reasons: ReadonlyMap<Reason, number>; readonly toTheEnd: string };
}

const NOBODY: EvaluationRequest = { subjectId: undefined, attributes: {}, now: 0 };

/** Most flags of an environment serve everybody the same: that is written once for each version of the environment. */
export class BulkPlans {
  private readonly plans = new Map<string, BulkPlan>();

  constructor(private readonly decider: Pick<DecisionService, 'flags' | 'evaluate'>) {}

  /** @param version the environment's */
  of(environment: string, version: string): BulkPlan {
    let plan = this.plans.get(environment);
    if (plan?.version !== version) this.plans.set(environment, (plan = this.make(environment, version)));
    return plan;
  }

  private make(environment: string, version: string): BulkPlan {
    const same: string[] = [];
    const reasons = new Map<Reason, number>();
    const asking: FlagTexts[] = [];
    for (const flag of this.decider.flags(environment)) {
      const texts = textsOf(flag);
      if (flag.enabled && !isStatic(flag)) {
        asking.push(texts);
        continue;
      }
      const decision = this.decider.evaluate(flag, flag.snapshot.key, NOBODY);
      reasons.set(decision.reason, (reasons.get(decision.reason) ?? 0) + 1);
      same.push(texts.textOf(decision, null));
    }
    return { version, asking, same: { count: same.length, reasons, toTheEnd: `${same.join()}]}` } };
  }
}
