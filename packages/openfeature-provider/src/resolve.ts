import { ErrorCode, StandardResolutionReasons } from '@openfeature/server-sdk';
import {
  decisionIdOf,
  evaluate,
  type CompiledFlag,
  type FlagType,
  type IdentifiedDecision,
} from '../../../libs/evaluation/index.js';
import {
  evaluationOf,
  flagNotFound,
  ofrepFailure,
  targetingKeyMissing,
  type Evaluation,
  type EvaluationContext,
} from '../../../libs/decisions/index.js';
import { type DecisionSigner, type Digest } from '../../../libs/decision-ids/index.js';
import { Problem } from '../../../libs/platform/problem.js';
import type { Configuration } from './configuration.js';
import { readContext } from './context.js';

/** An error in the format of OpenFeature. */
export interface Failure {
  readonly reason: string;
  readonly errorCode: ErrorCode;
  readonly errorMessage: string;
}

export type Resolved =
  | { readonly ok: false; readonly failure: Failure }
  | {
      readonly ok: true;
      readonly evaluation: Evaluation;
      /** Set if the decision is also the exposure. */
      readonly exposure: { readonly decision: IdentifiedDecision; readonly decisionId: string } | undefined;
    };

/** Evaluates a flag as the server does for `POST /ofrep/v1/evaluate/flags/:key`, and checks its type. */
export function resolve(
  { environment, flags }: Configuration,
  keys: { readonly signer: DecisionSigner; readonly digest: Digest },
  flagKey: string,
  wanted: FlagType,
  given: object,
  now: number,
): Resolved {
  let context: EvaluationContext;
  try {
    context = readContext(given);
  } catch (error) {
    if (error instanceof Problem) return failed(error, flagKey);
    throw error;
  }
  const flag = flags.get(flagKey);
  if (!flag) return failed(flagNotFound(), flagKey);
  const decision = evaluate(flag, flagKey, { ...context, now });
  if (decision.reason === 'missing_subject') return failed(targetingKeyMissing(), flagKey);
  if (flag.snapshot.type !== wanted) return mismatch(flag, wanted);
  const decisionId = decisionIdOf(decision, environment, keys.signer, keys.digest, now);
  const exposes = decision.identified && decision.exposesOnDecide && decisionId !== null;
  return {
    ok: true,
    evaluation: evaluationOf(flag, decision, decisionId),
    exposure: exposes ? { decision, decisionId } : undefined,
  };
}

/** An OpenFeature error. */
export function failure(errorCode: ErrorCode, errorMessage: string): Failure {
  return { reason: StandardResolutionReasons.ERROR, errorCode, errorMessage };
}

function failed(problem: Problem, flagKey: string): Resolved {
  const { errorCode, errorDetails } = ofrepFailure(problem, flagKey);
  return { ok: false, failure: failure(ErrorCode[errorCode], errorDetails) };
}

function mismatch({ snapshot: { key, type } }: CompiledFlag, wanted: FlagType): Resolved {
  const message = `the flag ${key} is of type ${type}, not ${wanted}`;
  return { ok: false, failure: failure(ErrorCode.TYPE_MISMATCH, message) };
}
