import { parseMinPosition, positionNotReached } from '../event-sourcing/min-position.js';
import type { LiveView, OwnWrites } from '../projections/index.js';
import {
  type CompiledFlag,
  type EvaluationRequest,
  type Decision,
  type Reason,
  evaluate,
  decisionIdOf,
  type Json,
} from '../evaluation/index.js';
import type { DecisionSigner } from '../decision-ids/index.js';
import type { DecisionView } from './decision-view.js';

const WAIT_MS = 5_000;

/** A decision as it goes over the wire. `experiment` is an id; `decisionId` null unless an experiment's variant is served. */
export interface DecisionDocument {
  readonly decisionId: string | null;
  readonly flag: string;
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly experiment: string | null;
  readonly phase: number | null;
}

/** Decides from memory and signs what it assigned: no look-up, no write. */
export class DecisionService {
  constructor(
    private readonly parts: {
      readonly flags: DecisionView;
      readonly live: LiveView;
      readonly own: OwnWrites;
      readonly signer: DecisionSigner;
      readonly digest: (subject: string) => string;
    },
  ) {}

  /**
   * Decides once the snapshot has the position that the caller names and, unless that takes too long, all that this
   * process wrote: at once where it has.
   * @throws Problem 503 with the position it has, after 5 seconds
   */
  whenCurrent<T>(minPosition: string | undefined, decide: () => T): T | Promise<T> {
    return this.isCurrent(minPosition) ? decide() : this.waitUntilCurrent(minPosition).then(decide);
  }

  /** When the oldest command was answered that decisions made now lack. */
  readonly staleSince = (): string | undefined => this.parts.own.staleSince();

  private isCurrent(minPosition: string | undefined): boolean {
    const { live, own } = this.parts;
    return own.areSettled && (minPosition === undefined || live.hasReached(parseMinPosition(minPosition)));
  }

  /** @throws Problem 503 with the position it has, after 5 seconds */
  async waitUntilCurrent(minPosition: string | undefined): Promise<void> {
    const { live, own } = this.parts;
    const wanted = minPosition === undefined ? undefined : parseMinPosition(minPosition);
    if (!(await live.reach(wanted, WAIT_MS))) {
      throw positionNotReached('decisions are not there yet', live.position);
    }
    await own.settle();
  }

  /** The flag as the environment decides it now; undefined where there is none. */
  flag(environment: string, key: string): CompiledFlag | undefined {
    return this.parts.flags.flag(environment, key);
  }

  /** Every flag of the environment. */
  flags(environment: string): Iterable<CompiledFlag> {
    return this.parts.flags.all(environment);
  }

  evaluate(flag: CompiledFlag | undefined, key: string, asked: EvaluationRequest): Decision {
    return evaluate(flag, key, asked);
  }

  /** The decision's signed id; null for one that gets none. */
  idOf(decision: Decision, environment: string, now: number): string | null {
    const { signer, digest } = this.parts;
    return decisionIdOf(decision, environment, signer, digest, now);
  }

  /** @param heard told of the decision itself */
  decide(
    environment: string,
    flagKey: string,
    asked: EvaluationRequest,
    heard?: (decision: Decision, environment: string, now: number) => void,
  ): DecisionDocument {
    const decision = this.evaluate(this.flag(environment, flagKey), flagKey, asked);
    heard?.(decision, environment, asked.now);
    const { flag, value, variant, reason, phase } = decision;
    const decisionId = this.idOf(decision, environment, asked.now);
    return { decisionId, flag, value, variant, reason, experiment: decision.experiment?.id ?? null, phase };
  }
}
