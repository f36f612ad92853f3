import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Age } from '../ui/time.js';
import { useDone } from '../ui/use-done.js';
import type { Flag } from './flag-types.js';

type Pin = Flag['pins'][number];

/** What completed experiments left: they serve a variant until somebody adopts or lifts the pin. */
export function Pins({ flag }: { readonly flag: Flag }) {
  if (flag.pins.length === 0) return null;
  return (
    <section aria-label="Pins" className="pins">
      {flag.pins.map((pin) => (
        <PinCard key={pin.experiment} flag={flag.key} pin={pin} />
      ))}
    </section>
  );
}

function PinCard({ flag, pin }: { readonly flag: string; readonly pin: Pin }) {
  const [asked, setAsked] = useState<'adopt' | 'lift'>();
  const obstacle = useObstacle('experimenter');
  const done = useDone();
  const adopt = server.useMutation('post', '/v1/flags/{key}/pins/{experiment}/adopt');
  const lift = server.useMutation('post', '/v1/flags/{key}/pins/{experiment}/lift');
  const act = asked === 'lift' ? lift : adopt;
  const confirm = () =>
    act.mutate(
      { params: { path: { key: flag, experiment: pin.experiment } } },
      {
        onSuccess: () => {
          done(asked === 'lift' ? 'The pin is lifted' : `${pin.variant} is what the flag serves now`);
          setAsked(undefined);
        },
      },
    );
  return (
    <div className="card pin">
      <p>
        Pinned to <b>{pin.variant}</b> by the {pin.kind} of{' '}
        <Link to="/experiments/$id" params={{ id: pin.experiment }}>
          {pin.experimentKey}
        </Link>
        , <Age at={pin.since} />
        {pin.targeting === null ? ', for everybody.' : ', for the audience of the experiment.'}
      </p>
      <div className="page-actions">
        <Button obstacle={obstacle} onClick={() => setAsked('adopt')}>
          Adopt
        </Button>
        <Button obstacle={obstacle} onClick={() => setAsked('lift')}>
          Lift
        </Button>
      </div>
      <ConfirmDialog
        title={asked === 'lift' ? 'Lift the pin?' : 'Adopt the pin?'}
        open={asked !== undefined}
        close={() => setAsked(undefined)}
        action={asked === 'lift' ? 'Lift the pin' : 'Adopt the pin'}
        pending={act.isPending}
        error={act.error}
        confirm={confirm}
      >
        <p>
          {asked === 'lift'
            ? 'The flag serves by its rules and its default again, from the next decision on.'
            : `${pin.variant} becomes the default of this environment, for everybody. This pin and older ones end.`}
        </p>
      </ConfirmDialog>
    </div>
  );
}
