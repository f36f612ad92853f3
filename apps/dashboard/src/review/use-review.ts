import { useQuery } from '@tanstack/react-query';
import { api } from '../api.js';
import { savedContentOf } from '../draft/changes.js';
import type { Content } from '../draft/content-of.js';
import { formOf } from '../draft/form-of.js';
import type { DraftForm, Experiment } from '../draft/form.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { submissionsIn, type Submissions } from './submission.js';

export interface Review {
  readonly experiment: Experiment;
  readonly form: DraftForm;
  /** What is under review. */
  readonly content: Content;
  /** What was submitted before; null: nothing was; undefined: it is being read. */
  readonly base: Content | null | undefined;
  readonly history: readonly Schemas['HistoryItem'][];
  readonly submissions: Submissions;
  readonly policy: Schemas['ReviewPolicy'] | undefined;
  /** Ids of the users who may vote; null: every approver. */
  readonly voters: readonly string[] | null;
}

/** Everything that a reviewer looks at; undefined while it is being read. */
export function useReview(experiment: Experiment | undefined): {
  readonly review: Review | undefined;
  readonly error: unknown;
} {
  const id = experiment?.id ?? '';
  const enabled = experiment !== undefined;
  const flag = server.useQuery(
    'get',
    '/v1/flags/{key}',
    { params: { path: { key: experiment?.flag ?? '' } } },
    { enabled },
  );
  const history = useQuery({
    queryKey: ['get', '/v1/experiments/{id}/history', id] as const,
    queryFn: ({ signal }) => api.history(id, signal),
    enabled,
  });
  const policy = server.useQuery('get', '/v1/review-policy', {}, { enabled });
  const group = server.useQuery(
    'get',
    '/v1/approver-groups/{ownerId}',
    { params: { path: { ownerId: experiment?.owner.id ?? '' } } },
    // Where any approver may vote, most owners have no group.
    { enabled: enabled && policy.data?.allowAnyApprover === false, retry: false },
  );
  const submissions = submissionsIn(history.data ?? [], experiment?.status === 'draft');
  const at = submissions.base?.at;
  const before = server.useQuery(
    'get',
    '/v1/experiments/{id}',
    { params: { path: { id }, query: { at: at ?? '' } } },
    { enabled: at !== undefined, staleTime: Infinity },
  );
  const error = flag.error ?? history.error ?? policy.error ?? before.error;
  if (!experiment || !flag.data || !history.data) return { review: undefined, error };
  const { type } = flag.data;
  const form = formOf(experiment, type);
  const base = at === undefined ? null : before.data && savedContentOf(before.data, type);
  return {
    review: {
      ...{ experiment, form, base, submissions },
      content: savedContentOf(experiment, type),
      history: history.data,
      policy: policy.data,
      voters: policy.data?.allowAnyApprover === false ? (group.data?.approvers ?? []) : null,
    },
    error,
  };
}
