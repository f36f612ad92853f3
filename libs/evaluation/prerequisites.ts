import { own } from '../primitives/own.js';
import type { CompiledFlag, CompiledRequirement } from './compiled-flag.js';
import type { Decision, EvaluationRequest, Prerequisites } from './decision.js';
import type { Json } from './json.js';
import type { FlagSnapshot } from './snapshot.js';
import { isSameJson } from './targeting/same-json.js';
import type { Recorder } from './trace.js';

/** Decides a required flag; `evaluate`, which asks for prerequisites in its turn. */
type Evaluate = (flag: CompiledFlag, key: string, request: EvaluationRequest) => Decision;

/** The variant of a flag that has one plain default. */
const PLAIN = 'default';

/**
 * True if all flags that this one requires serve what it requires, to the same subject. It asks in order, until one
 * fails. Nothing is recorded of the required flags: no exposure, no decision id. Commands refuse circles; a flag whose
 * prerequisites lead in one all the same has none that hold, and holds for no other flag.
 */
export function prerequisitesHold(
  flag: CompiledFlag,
  requires: readonly CompiledRequirement[],
  request: EvaluationRequest,
  evaluate: Evaluate,
  record: Recorder | undefined,
): boolean {
  const asked: Prerequisites = request.asked ?? new Map<object, Decision | null>();
  const within = { ...request, asked };
  const before = asked.get(flag);
  asked.set(flag, null);
  for (const { flag: key, variant, find } of requires) {
    const required = find();
    const decision = required && answerOf(required, key, within, asked, evaluate);
    const holds = required !== undefined && decision ? serves(required, decision, variant) : false;
    const { variant: served = null, reason = null } = decision ?? {};
    record?.({ step: 'prerequisite', flag: key, variant, served, reason, holds });
    // The null stays: every flag that leads to the circle learns of it, whichever of them is asked first.
    if (decision === null) return false;
    if (holds) continue;
    forget(asked, flag, before);
    return false;
  }
  forget(asked, flag, before);
  return true;
}

/** The flag is not being asked any more. */
function forget(asked: Prerequisites, flag: CompiledFlag, before: Decision | null | undefined): void {
  if (before === undefined) asked.delete(flag);
  else asked.set(flag, before);
}

/** The decision of a required flag, made once for each request; null if its prerequisites lead in a circle. */
function answerOf(
  required: CompiledFlag,
  key: string,
  request: EvaluationRequest,
  asked: Prerequisites,
  evaluate: Evaluate,
): Decision | null {
  const known = asked.get(required);
  if (known !== undefined) return known;
  const decision = evaluate(required, key, request);
  if (asked.get(required) === null) return null;
  asked.set(required, decision);
  return decision;
}

/** Compares values, because the arms of an experiment have names of their own. A disabled flag serves no variant. */
function serves({ snapshot }: CompiledFlag, { value, reason }: Decision, variant: string): boolean {
  if (reason === 'flag_disabled') return false;
  const wanted = valueOf(snapshot, variant);
  return wanted !== undefined && isSameJson(value, wanted);
}

function valueOf({ variants, defaultValue }: FlagSnapshot, variant: string): Json | undefined {
  const named = own(variants, variant);
  return named === undefined && variant === PLAIN && Object.keys(variants).length === 0 ? defaultValue : named;
}
