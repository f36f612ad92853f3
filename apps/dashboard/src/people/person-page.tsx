import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { server } from '../server/client.js';
import { Answered } from '../ui/answered.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { History } from '../ui/history.js';
import { PAGED } from '../ui/list.js';
import { Page } from '../ui/page.js';
import { AccountDialog, type AccountAct } from './account-dialog.js';
import { InvitationLink } from './invitation-link.js';
import { RolesForm } from './roles-form.js';

type User = Schemas['User'];

/** One person: roles, account, what happened to it. */
export function PersonPage() {
  const { id } = useParams({ from: '/people/$id' });
  const query = server.useQuery('get', '/v1/users/{id}', { params: { path: { id } } });
  return (
    <Answered query={query} what="person" missing="No such person">
      {(user) => <Shown user={user} />}
    </Answered>
  );
}

function Shown({ user }: { readonly user: User }) {
  const [asked, setAsked] = useState<AccountAct | 'invite'>();
  const obstacle = useObstacle('admin', 'everywhere');
  const history = server.useInfiniteQuery(
    'get',
    '/v1/users/{id}/history',
    { params: { path: { id: user.id }, query: { limit: 50 } } },
    PAGED,
  );
  const close = () => setAsked(undefined);
  return (
    <Page
      title={user.name}
      trail={[{ to: '/people', name: 'People' }]}
      beside={user.deactivated && <span className="badge badge-rejected">deactivated</span>}
      actions={
        user.deactivated ? (
          <>
            <Button
              obstacle={user.forgotten ? 'Who it was is forgotten.' : obstacle}
              onClick={() => setAsked('reactivate')}
            >
              Reactivate
            </Button>
            <Button
              obstacle={user.forgotten ? 'Who it was is forgotten.' : obstacle}
              onClick={() => setAsked('forget')}
            >
              Forget
            </Button>
          </>
        ) : (
          <>
            <Button obstacle={obstacle} onClick={() => setAsked('invite')}>
              Link for a password
            </Button>
            <Button obstacle={obstacle} onClick={() => setAsked('deactivate')}>
              Deactivate
            </Button>
          </>
        )
      }
    >
      <p className="page-note">{user.email}</p>
      <div className="form">
        <RolesForm user={user} obstacle={user.deactivated ? 'The account is deactivated.' : obstacle} />
        <section aria-label="History">
          <h2>History</h2>
          <History query={history} />
        </section>
      </div>
      {asked === 'invite' ? (
        <Dialog title={`A password for ${user.name}`} open close={close}>
          <InvitationLink user={user} close={close} />
        </Dialog>
      ) : (
        asked && <AccountDialog user={user} act={asked} close={close} />
      )}
    </Page>
  );
}
