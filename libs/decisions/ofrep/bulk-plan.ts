import type { DecisionService } from '../decision-service.js';
import type { CompiledFlag, EvaluationRequest, Reason } from '../../evaluation/index.js';
import { isStatic, textsOf, type FlagTexts } from './evaluation.js';

/** All flags of an environment at one version, prepared for evaluations of all flags. */
interface BulkPlan {
  /** The environment's version that it was made from. */
  readonly version: string;
  /** The flags whose answer depends on the caller's context. */
  readonly asking: readonly FlagTexts[];
  /** The answers that are the same for all: their number, the numbers by reason, and the JSON from them to the end. */
  readonly same: { readonly count: number; readonly reasons: ReadonlyMap<Reason, number>; readonly toTheEnd: string };
}

const NOBODY: EvaluationRequest = { subjectId: undefined, attributes: {}, now: 0 };

/** Most flags of an environment serve everybody the same. Their text is written once per version of the environment. */
export class BulkPlans {
  private readonly plans = new Map<string, BulkPlan>();

  /** @param isShown the flags that the plans have */
  constructor(
    private readonly decider: Pick<DecisionService, 'flags' | 'evaluate'>,
    private readonly isShown: (flag: CompiledFlag) => boolean = () => true,
  ) {}

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
      if (!this.isShown(flag)) continue;
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
