import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { Menu, type MenuItem } from '../ui/menu.js';
import type { LifecycleAct } from './lifecycle-dialog.js';
import { useOwnerObstacle } from './use-owner-obstacle.js';

type Experiment = Schemas['Experiment'];

const LifecycleDialog = lazy(() => import('./lifecycle-dialog.js'));

/** The next steps of an experiment, each with a dialog that says its consequences. */
export function LifecycleActions({ experiment }: { readonly experiment: Experiment }) {
  const [act, setAct] = useState<LifecycleAct | null>(null);
  const actions = useRef<HTMLDivElement>(null);
  const close = () => {
    setAct(null);
    // The entry of the menu that opened the dialog is gone, so the browser has nowhere to return the focus to.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) actions.current?.querySelector('button')?.focus();
    });
  };
  return (
    <div className="page-actions" ref={actions}>
      <MainActions experiment={experiment} choose={setAct} />
      <MoreActions experiment={experiment} choose={setAct} />
      {act !== null && (
        <Suspense>
          <LifecycleDialog act={act} experiment={experiment} close={close} />
        </Suspense>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly experiment: Experiment;
  readonly choose: (act: LifecycleAct) => void;
}

function MainActions({ experiment, choose }: ActionsProps) {
  const { id, status, amendment } = experiment;
  const params = { id };
  const owner = useOwnerObstacle(experiment);
  const anybody = useObstacle('experimenter');
  const review = (name: string, isNext: boolean) => (
    <Link className={isNext ? 'button button-primary' : 'button'} to="/experiments/$id/review" params={params}>
      {name}
    </Link>
  );
  switch (status) {
    case 'draft':
      return (
        <>
          <Link className="button" to="/experiments/$id/edit" params={params}>
            Edit
          </Link>
          {review('Review and submit', true)}
        </>
      );
    case 'in_review':
      return review('Review', true);
    case 'approved':
      return (
        <>
          {review('Review', false)}
          <Button kind="primary" obstacle={owner} onClick={() => choose('start')}>
            Start
          </Button>
        </>
      );
    case 'running':
    case 'paused':
      return (
        <>
          {amendment !== null && review(amendment.completion ? 'Vote on the completion' : 'Review the amendment', true)}
          {status === 'running' ? (
            <Button obstacle={anybody} onClick={() => choose('pause')}>
              Pause
            </Button>
          ) : (
            <Button obstacle={anybody} onClick={() => choose('resume')}>
              Resume
            </Button>
          )}
          <Button kind={amendment === null ? 'primary' : 'plain'} obstacle={anybody} onClick={() => choose('complete')}>
            Complete
          </Button>
        </>
      );
    case 'completed':
    case 'rejected':
    case 'archived':
      return null;
  }
}

function MoreActions({ experiment, choose }: ActionsProps) {
  const owner = useOwnerObstacle(experiment);
  const anybody = useObstacle('experimenter');
  const admin = useObstacle('admin');
  const { status, frozenAt, variants, disabledArms } = experiment;
  const item = (act: LifecycleAct, name: string, obstacle: string | null): MenuItem => ({
    name,
    obstacle,
    select: () => choose(act),
  });
  const isLive = status === 'running' || status === 'paused';
  const live = [
    item('traffic', 'Change the traffic', anybody),
    item('freeze', 'Freeze enrolment', frozenAt === null ? anybody : 'Its enrolment is frozen already.'),
    {
      ...item('disable-arm', 'Disable an arm', disabledArms.length < variants.length - 1 ? anybody : 'No arm is left.'),
      danger: true,
    },
  ];
  const items = [
    ...(isLive ? live : []),
    item('copy', 'Copy to a new draft', anybody),
    ...(status === 'rejected' || status === 'archived' ? [] : [item('transfer', 'Give it to another owner', admin)]),
    ...(status === 'completed' ? [item('archive', 'Archive', owner)] : []),
    ...(status === 'archived' ? [item('restore', 'Restore', admin)] : []),
  ];
  return <Menu label="More actions" trigger="More" items={items} />;
}
