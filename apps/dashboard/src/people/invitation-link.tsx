import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { Button } from '../ui/button.js';
import { ProblemText } from '../ui/confirm-dialog.js';
import { SecretOnce } from '../ui/secret-once.js';
import { Instant } from '../ui/time.js';

interface InvitationLinkProps {
  readonly user: Pick<Schemas['User'], 'id' | 'name'>;
  readonly close: () => void;
}

/** Makes a link by which a person chooses a password, and shows it once. */
export function InvitationLink({ user, close }: InvitationLinkProps) {
  const invite = server.useMutation('post', '/v1/users/{id}/invite');
  const { data } = invite;
  if (data?.token != null) {
    // The token is in the fragment, which browsers send to no server.
    const link = `${window.location.origin}/invitation#${encodeURIComponent(data.token)}`;
    return (
      <SecretOnce what="link" secret={link} close={close}>
        Send it to {user.name}. It works once, until <Instant at={data.expiresAt} />.
      </SecretOnce>
    );
  }
  return (
    <div className="dialog-body">
      <p>
        {user.name} signs in with your identity provider, or with a password of their own: make a link by which they
        choose it.
      </p>
      <ProblemText error={invite.error} />
      <footer className="dialog-foot">
        <Button onClick={close}>Not now</Button>
        <Button
          kind="primary"
          pending={invite.isPending}
          onClick={() => invite.mutate({ params: { path: { id: user.id } } })}
        >
          Make the link
        </Button>
      </footer>
    </div>
  );
}
