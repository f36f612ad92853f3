import { answered } from '../../../../packages/client/src/index.js';
import { client } from '../server/client.js';
import type { Schemas } from '../server/documents.js';

type Experiment = Schemas['Experiment'];
type Comment = string | null;

/** Of what was shown: an act on something else is refused. */
const on = ({ id, revision }: Experiment) => ({
  params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
});
/** Stopping harm never waits for a look at what else changed. */
const anyway = ({ id }: Experiment) => ({ params: { path: { id } } });

/** The commands of an experiment's life. Each answers with the experiment after it, and throws an `AssayProblem`. */
export const acts = {
  submit: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/submit', { ...on(experiment), body: { comment } })),
  approve: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/approve', { ...on(experiment), body: { comment } })),
  requestChanges: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/request-changes', { ...on(experiment), body: { comment } })),
  reject: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/reject', { ...on(experiment), body: { comment } })),
  withdraw: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/withdraw', { ...on(experiment), body: { comment } })),
  start: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/start', { ...on(experiment), body: { comment } })),
  pause: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/pause', { ...anyway(experiment), body: { comment } })),
  resume: (experiment: Experiment, comment: Comment) => {
    const body = { comment, trigger: experiment.pausedBy?.trigger ?? null };
    return answered(client.POST('/v1/experiments/{id}/resume', { ...on(experiment), body }));
  },
  freeze: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/freeze-enrolment', { ...anyway(experiment), body: { comment } })),
  disableArm: (experiment: Experiment, variant: string, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/disable-arm', { ...anyway(experiment), body: { variant, comment } })),
  traffic: (experiment: Experiment, traffic: string, confirm: boolean, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/traffic', { ...on(experiment), body: { traffic, confirm, comment } })),
  amend: (experiment: Experiment, changes: Schemas['AmendExperimentRequest']) =>
    answered(client.POST('/v1/experiments/{id}/amend', { ...on(experiment), body: changes })),
  complete: (experiment: Experiment, body: Schemas['CompleteExperimentRequest']) =>
    answered(client.POST('/v1/experiments/{id}/complete', { ...on(experiment), body })),
  archive: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/archive', { ...on(experiment), body: { comment } })),
  restore: (experiment: Experiment, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/restore', { ...on(experiment), body: { comment } })),
  transfer: (experiment: Experiment, owner: string, comment: Comment) =>
    answered(client.POST('/v1/experiments/{id}/transfer', { ...on(experiment), body: { owner, comment } })),
};
