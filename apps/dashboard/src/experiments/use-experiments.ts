import { useCallback, useRef, useState } from 'react';
import { api } from '../api.js';
import { type Experiment } from '../api-types.js';
import { useStream } from '../live/use-stream.js';
import { useResource } from '../loading/use-resource.js';
import { mergeLists, withExperiment } from './merge.js';

interface List {
  readonly items: readonly Experiment[];
  readonly pages: number;
  readonly more: boolean;
}

/** The experiments of the pages requested so far, which the stream keeps current. */
export function useExperiments() {
  const pageCount = useRef(1);
  const [pagesWanted, setPagesWanted] = useState(1);
  const load = useCallback((signal: AbortSignal) => loadPages(pageCount.current, signal), []);
  const { loaded, reload, receive } = useResource(load, reconcile);

  const [announced, setAnnounced] = useState<Experiment>();
  const live = useStream('/v1/stream', {
    opened: reload,
    messages: {
      experiment: (experiment) => {
        receive((list) => ({ ...list, items: withExperiment(list.items, experiment) }));
        setAnnounced(experiment);
      },
    },
  });
  const loadMore = () => {
    pageCount.current += 1;
    setPagesWanted(pageCount.current);
    reload();
  };
  const loadingMore = loaded.status === 'ready' && loaded.value.more && loaded.value.pages < pagesWanted;
  return { loaded, live, reload, loadMore, loadingMore, announced };
}

async function loadPages(pages: number, signal: AbortSignal): Promise<List> {
  const items: Experiment[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= pages; page += 1) {
    const answer = await api.experiments(cursor, signal);
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return { items, pages, more: cursor !== null };
}

function reconcile(held: List, answer: List): List {
  return { ...answer, items: mergeLists(held.items, answer.items) };
}
