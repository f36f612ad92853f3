import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { NotFound } from '../frame/not-found.js';
import { experimentQuery } from '../live/cache-updates.js';
import { Failed, Loading } from '../loading/notices.js';
import { problemFrom, server } from '../server/client.js';
import { Draft } from './draft.js';
import { emptyForm, type Experiment } from './form.js';
import { formOf } from './form-of.js';
import { withFlag } from './variants.js';

interface Session {
  /** Makes another form for another new draft. */
  readonly count: number;
  /** Id of the draft that this form made. */
  readonly made: string | undefined;
  /** True once the address is that of the draft. */
  readonly arrived: boolean;
}

const fresh = (count: number): Session => ({ count, made: undefined, arrived: false });

/**
 * New drafts and their editing are one page: once a draft is made its address is another, and what is being typed must
 * not notice.
 */
export function DraftPage() {
  const { id } = useParams({ strict: false });
  const { flag } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [session, setSession] = useState(() => fresh(0));
  const { made, arrived, count } = session;
  if (made !== undefined && !arrived && id === made) setSession({ ...session, arrived: true });
  if (arrived && id !== made) setSession(fresh(count + 1));

  const madeNow = useCallback(
    ({ id: madeId }: Experiment) => {
      setSession((before) => ({ ...before, made: madeId }));
      const address = { to: '/experiments/$id/edit', params: { id: madeId } } as const;
      void navigate({ ...address, replace: true, ignoreBlocker: true, state: { keepsFocus: true } });
    },
    [navigate],
  );
  if (id === undefined || id === made) return <NewDraft key={count} flag={flag} made={madeNow} />;
  return <EditedDraft key={id} id={id} />;
}

const nothing = () => undefined;

interface NewDraftProps {
  readonly flag: string | undefined;
  readonly made: (experiment: Experiment) => void;
}

function NewDraft({ flag: named, made }: NewDraftProps) {
  // The address of a draft that was made names no flag any more.
  const [key] = useState(named ?? '');
  const isNamed = key !== '';
  const { data: flag, error } = server.useQuery(
    'get',
    '/v1/flags/{key}',
    { params: { path: { key } } },
    { enabled: isNamed },
  );
  if (isNamed && flag === undefined && error === null) return <Loading what="flag" />;
  return <Draft form={flag ? withFlag(emptyForm(), flag) : emptyForm()} held={null} made={made} />;
}

function EditedDraft({ id }: { readonly id: string }) {
  const experiment = useQuery(experimentQuery(id));
  const key = experiment.data?.flag;
  const flag = server.useQuery(
    'get',
    '/v1/flags/{key}',
    { params: { path: { key: key ?? '' } } },
    { enabled: key !== undefined },
  );
  if (experiment.data !== undefined && flag.data !== undefined)
    return <Draft form={formOf(experiment.data, flag.data.type)} held={experiment.data} made={nothing} />;
  const error = experiment.error ?? flag.error;
  if (error === null) return <Loading what="draft" />;
  const problem = problemFrom(error);
  if (problem.status === 404 && experiment.error !== null) return <NotFound title="No such experiment" />;
  return <Failed problem={problem} retry={() => void Promise.all([experiment.refetch(), flag.refetch()])} />;
}
