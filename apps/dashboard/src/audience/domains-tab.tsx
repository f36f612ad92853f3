import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { seriesClass } from '../charts/series.js';
import { Field } from '../forms/field.js';
import { experimentQuery } from '../live/cache-updates.js';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { useDone } from '../ui/use-done.js';

/** Domains whose experiments share no subject: who holds which share. */
export function DomainsTab() {
  const query = server.useInfiniteQuery('get', '/v1/conflict-domains', { params: { query: { limit: 25 } } }, PAGED);
  return (
    <div className="form">
      <NewDomain />
      <PagedList query={query} what="domains" empty={<p className="hint">None: experiments may share subjects.</p>}>
        {(domains) => <Domains keys={domains.map(({ key }) => key)} />}
      </PagedList>
    </div>
  );
}

function Domains({ keys }: { readonly keys: readonly string[] }) {
  const answers = useQueries({
    queries: keys.map((key) => server.queryOptions('get', '/v1/conflict-domains/{key}', { params: { path: { key } } })),
  });
  return (
    <ul className="learnings">
      {answers.map(({ data }, index) => data && <Domain key={keys[index]} domain={data} />)}
    </ul>
  );
}

/** One domain as a bar: what each experiment holds, and what is free. */
function Domain({ domain }: { readonly domain: Schemas['ConflictDomain'] }) {
  const { key, experiments, free } = domain;
  return (
    <li className="card learning">
      <h2 className="key">{key}</h2>
      <div className="shares" aria-hidden="true">
        {experiments.map(({ experiment, share }, index) => (
          <span
            key={experiment}
            className={`share ${seriesClass(index + 1)}`}
            style={{ flexGrow: Number(share), flexBasis: 0 }}
          />
        ))}
        <span className="share share-free" style={{ flexGrow: Number(free), flexBasis: 0 }} />
      </div>
      <ul>
        {experiments.map(({ experiment, share }, index) => (
          <li key={experiment} className={seriesClass(index + 1)}>
            <span className="swatch" aria-hidden="true" /> <ExperimentName id={experiment} /> holds {share}%
          </li>
        ))}
        <li>{free}% is free</li>
      </ul>
    </li>
  );
}

function ExperimentName({ id }: { readonly id: string }) {
  const { data } = useQuery(experimentQuery(id));
  return (
    <Link to="/experiments/$id" params={{ id }} dir="auto">
      {data?.name ?? id}
    </Link>
  );
}

function NewDomain() {
  const [key, setKey] = useState('');
  const obstacle = useObstacle('admin');
  const create = server.useMutation('post', '/v1/conflict-domains');
  const done = useDone();
  return (
    <form
      className="variant-row"
      onSubmit={(event) => {
        event.preventDefault();
        if (obstacle !== null || key === '') return;
        create.mutate(
          { body: { key } },
          {
            onSuccess: () => {
              done(`The domain ${key} is made`);
              setKey('');
            },
          },
        );
      }}
    >
      <Field label="New domain">
        {(bound) => (
          <input {...bound} value={key} spellCheck={false} onChange={(event) => setKey(event.target.value.trim())} />
        )}
      </Field>
      <span />
      <Button type="submit" obstacle={obstacle ?? (key === '' ? 'Give it a key.' : null)} pending={create.isPending}>
        Make it
      </Button>
      <ProblemText error={create.error} />
    </form>
  );
}
