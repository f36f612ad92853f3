import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { answered } from '../../../../packages/client/src/index.js';
import { experimentQuery } from '../live/cache-updates.js';
import { client } from '../server/client.js';
import { DraftStore, type DraftServer } from './draft-store.js';
import type { DraftForm, Experiment } from './form.js';

const SERVER: DraftServer = {
  make: ({ key, flag }, { name = '', variants = [], ...content }) =>
    answered(
      client.POST('/v1/experiments', {
        // What is absent takes its default; a draft has no primary metric until one is named.
        body: withoutPrimary({ ...content, key: key.trim(), flag, name: name ?? '', variants: variants ?? [] }),
      }),
    ),
  change: (held, changes) =>
    answered(
      client.PATCH('/v1/experiments/{id}', {
        params: { path: { id: held.id }, header: { 'If-Match': `"${held.revision}"` } },
        body: changes,
      }),
    ),
  read: (id) => answered(client.GET('/v1/experiments/{id}', { params: { path: { id } } })),
};

const withoutPrimary = <Body extends { readonly primaryMetric?: string | null }>({ primaryMetric: _, ...body }: Body) =>
  body;

/** A draft that is saved as one types. @param made called once the server has it */
export function useDraft(form: DraftForm, held: Experiment | null, made: (experiment: Experiment) => void) {
  const queries = useQueryClient();
  const [store] = useState(() => new DraftStore(SERVER, form, held));
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const id = state.held?.id;
  const revision = state.held?.revision;
  useEffect(() => () => store.stop(), [store]);
  useEffect(() => {
    const experiment = store.snapshot().held;
    if (id === undefined || experiment === null) return;
    queries.setQueryData(experimentQuery(id).queryKey, experiment);
  }, [queries, store, id, revision]);
  const isNew = held === null;
  useEffect(() => {
    const experiment = store.snapshot().held;
    if (isNew && id !== undefined && experiment !== null) made(experiment);
  }, [isNew, store, id, made]);
  return { store, state };
}
