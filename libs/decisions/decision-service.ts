import type { Principal } from '../access/index.js';
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
import type { FlagUses } from '../flags/module.js';
import type { DecisionSigner } from '../decision-ids/index.js';
import type { Source } from '../telemetry/index.js';
import type { DecisionView } from './decision-view.js';

const WAIT_MS = 5_000;

/** The JSON document of a decision. `experiment` is an id; `decisionId` is null unless an experiment assigned. */
export interface DecisionDocument {
  readonly decisionId: string | null;
  readonly flag: string;
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  readonly experiment: string | null;
  readonly phase: number | null;
}

/** The source of what the caller's requests record. */
export const sourceOf = (client: Principal['client']): Source => (client === null ? 'server' : 'client');

/** Decides from memory and signs the assignment, without look-up or write. */
export class DecisionService {
  constructor(
    private readonly parts: {
      readonly flags: DecisionView;
      readonly live: LiveView;
      readonly own: OwnWrites;
      readonly signer: DecisionSigner;
      readonly digest: (subject: string) => string;
      readonly uses: Pick<FlagUses, 'note'>;
    },
  ) {}

  /**
   * Decides once the view has the position that the caller names and this process's own writes; it waits for the latter
   * only a limited time. Without need to wait it decides synchronously.
   * @throws Problem 503 with the current position, after 5 seconds
   */
  whenCurrent<T>(minPosition: string | undefined, decide: () => T): T | Promise<T> {
    return this.isCurrent(minPosition) ? decide() : this.waitUntilCurrent(minPosition).then(decide);
  }

  /** Time of the answer to the oldest command that decisions still lack. */
  readonly staleSince = (): string | undefined => this.parts.own.staleSince();

  private isCurrent(minPosition: string | undefined): boolean {
    const { live, own } = this.parts;
    return own.areSettled && (minPosition === undefined || live.hasReached(parseMinPosition(minPosition)));
  }

  /** @throws Problem 503 with the current position, after 5 seconds */
  async waitUntilCurrent(minPosition: string | undefined): Promise<void> {
    const { live, own } = this.parts;
    const wanted = minPosition === undefined ? undefined : parseMinPosition(minPosition);
    if (!(await live.reach(wanted, WAIT_MS))) {
      throw positionNotReached('decisions are not there yet', live.position);
    }
    await own.settle();
  }

  /** The compiled flag in the environment; undefined if there is none. */
  flag(environment: string, key: string): CompiledFlag | undefined {
    return this.parts.flags.flag(environment, key);
  }

  /** The flag, if the caller may see it. */
  flagFor(client: Principal['client'], environment: string, key: string): CompiledFlag | undefined {
    const flag = this.parts.flags.flag(environment, key);
    return client === null || flag?.snapshot.clientVisible === true ? flag : undefined;
  }

  /** Every flag of the environment. */
  flags(environment: string): Iterable<CompiledFlag> {
    return this.parts.flags.all(environment);
  }

  evaluate(flag: CompiledFlag | undefined, key: string, request: EvaluationRequest): Decision {
    return evaluate(flag, key, request);
  }

  /** The flag was asked for by its key. */
  noteUse(environment: string, key: string, now: number): void {
    this.parts.uses.note(environment, key, now);
  }

  /** The decision's signed id; null if it gets none. */
  idOf(decision: Decision, environment: string, now: number): string | null {
    const { signer, digest } = this.parts;
    return decisionIdOf(decision, environment, signer, digest, now);
  }

  /**
   * Decides for a caller. To a client key, a flag that is not visible to clients is one that does not exist.
   * @param heard called with the decision
   */
  decide(
    { environment, client }: Pick<Principal, 'environment' | 'client'>,
    flagKey: string,
    request: EvaluationRequest,
    heard?: (decision: Decision, environment: string, now: number, source: Source) => void,
  ): DecisionDocument {
    const found = this.flagFor(client, environment, flagKey);
    const decision = this.evaluate(found, flagKey, request);
    if (found !== undefined) this.noteUse(environment, flagKey, request.now);
    heard?.(decision, environment, request.now, sourceOf(client));
    const { flag, value, variant, reason, phase } = decision;
    const decisionId = this.idOf(decision, environment, request.now);
    return { decisionId, flag, value, variant, reason, experiment: decision.experiment?.id ?? null, phase };
  }
}
