import { isOneself, type Actor } from '../../event-sourcing/author.js';
import { conflict, forbidden, invalid, notFound } from '../../primitives/refusal.js';
import { mayVote, type Quorum } from '../../reviews/index.js';
import { currentRun, type Experiment, type Status } from '../experiment.js';

/** The run that a guardrail judged. Its action carries this, so that it never affects a later run. */
export interface ForRun {
  readonly run: number;
  readonly trigger: string;
  readonly guardrail: string;
}

/** @throws Refusal not_found */
export function existing(state: Experiment | null, id: string): Experiment {
  if (!state) throw notFound('experiment', id);
  return state;
}

/** Only the owner, an admin or the system passes. @throws Refusal `not_owner` */
export function checkOwner(experiment: Experiment, actor: Actor): void {
  if (actor.kind === 'system' || actor.role === 'admin' || actor.id === experiment.owner.id) return;
  throw forbidden('not_owner', `only the owner ${experiment.owner.name} or an admin may do this`);
}

/** Every experimenter, approver and admin may narrow, and so may the system. @throws Refusal `role_too_low` */
export function checkNarrows(actor: Actor): void {
  if (actor.kind === 'system' || (actor.role !== null && actor.role !== 'viewer')) return;
  throw forbidden('role_too_low', 'only an experimenter, an approver or an admin may do this');
}

/** Service keys with scope `halt` may stop harm, too. @throws Refusal `role_too_low` */
export function checkHalts(actor: Actor): void {
  if (actor.kind === 'key' && actor.scopes.includes('halt')) return;
  checkNarrows(actor);
}

/** A user who narrows another's experiment must say why; keys and the system need not. @throws Refusal `required` */
export function checkComment(experiment: Experiment, actor: Actor, comment: string | null): void {
  if (actor.kind !== 'user' || actor.id === experiment.owner.id) return;
  if (comment !== null && comment.trim() !== '') return;
  throw invalid('required', `say why: the experiment is ${experiment.owner.name}'s`, '/comment');
}

/** Ids of the authors: the owner and all past owners; of an open amendment, its owner and its opener. */
export function authorsOf({ owner, pastOwners, amendment }: Experiment): readonly string[] {
  return amendment ? [owner.id, amendment.openedBy.id] : [owner.id, ...pastOwners];
}

/** @throws Refusal `own_experiment`, `not_a_reviewer` */
export function checkReviewer(experiment: Experiment, actor: Actor, quorum: Quorum): void {
  if (authorsOf(experiment).some((author) => isOneself(actor, author))) {
    const opener = experiment.amendment?.openedBy.id;
    const isAsker = opener !== undefined && isOneself(actor, opener) && !isOneself(actor, experiment.owner.id);
    const what = isAsker ? 'votes on what they asked for' : 'reviews their own experiment';
    throw forbidden('own_experiment', `nobody ${what}`);
  }
  if (!mayVote(quorum, actor)) throw forbidden('not_a_reviewer', `${actor.name} may not review this experiment`);
}

/** @throws Refusal `wrong_state` unless the experiment is in one of these states */
export function checkStatus(experiment: Experiment, verb: string, ...allowed: readonly Status[]): void {
  if (allowed.includes(experiment.status)) return;
  throw conflict('wrong_state', `cannot ${verb} an experiment that is ${experiment.status}`);
}

/** @throws Refusal `superseded` if the experiment is past the run that the guardrail judged */
export function checkRun(experiment: Experiment, forRun: ForRun | undefined): void {
  if (!forRun || currentRun(experiment)?.run === forRun.run) return;
  throw conflict('superseded', `the experiment is past run ${forRun.run}`);
}

/** After its scheduled stop an experiment runs only if an amendment moves that stop. @throws Refusal `past_stop` */
export function checkBeforeStop({ schedule }: Experiment, at: string): void {
  if (schedule?.stopAt && schedule.stopAt <= at) {
    throw conflict('past_stop', `its scheduled stop was at ${schedule.stopAt}`);
  }
}

/** @throws Refusal `superseded` if the schedule no longer has the time that the system acts for */
export function checkScheduled(planned: string | null | undefined, scheduledFor: string | undefined): void {
  if (scheduledFor === undefined || planned === scheduledFor) return;
  throw conflict('superseded', 'the schedule has changed');
}
