import { useState } from 'react';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { Button } from '../ui/button.js';
import { CommandDialog } from '../ui/command-dialog.js';
import { PAGED, PagedList } from '../ui/list.js';
import { RuleDialog } from './rule-dialog.js';

type Rule = Schemas['NotificationRule'];

/** Which events go where. */
export function RulesTab() {
  const [edited, setEdited] = useState<Rule | 'new'>();
  const [removed, setRemoved] = useState<Rule>();
  const obstacle = useObstacle('admin', 'everywhere');
  const query = server.useInfiniteQuery('get', '/v1/notifications/rules', { params: { query: { limit: 50 } } }, PAGED);
  const destinations = server.useQuery('get', '/v1/notifications/destinations', { params: { query: { limit: 200 } } });
  const nameOf = (id: string) => destinations.data?.items.find((each) => each.id === id)?.name ?? id;
  return (
    <>
      <p className="tab-actions">
        <Button
          kind="primary"
          obstacle={obstacle ?? (destinations.data?.items.length === 0 ? 'Add a destination first.' : null)}
          onClick={() => setEdited('new')}
        >
          Add a rule
        </Button>
      </p>
      <PagedList query={query} what="rules" empty={<p className="hint">No rule yet: nobody is told of anything.</p>}>
        {(rules) => (
          <ul className="learnings">
            {rules.map((rule) => (
              <li key={rule.id} className="card learning">
                <h2 dir="auto">{rule.name}</h2>
                <p>
                  {rule.events.length === 0 ? 'All events' : rule.events.map(worded).join(', ')}, at least{' '}
                  {rule.severity}
                  {rule.environments.length > 0 && `, in ${rule.environments.join(', ')}`}
                  {rule.flags.length > 0 && `, of ${rule.flags.join(', ')}`}
                  {rule.tags.length > 0 && `, with ${rule.tags.join(' or ')}`}
                </p>
                <p className="hint">To {rule.destinations.map(nameOf).join(', ')}</p>
                <p>
                  <Button
                    kind="quiet"
                    obstacle={obstacle}
                    aria-label={`Change ${rule.name}`}
                    onClick={() => setEdited(rule)}
                  >
                    Change
                  </Button>
                  <Button
                    kind="quiet"
                    obstacle={obstacle}
                    aria-label={`Remove ${rule.name}`}
                    onClick={() => setRemoved(rule)}
                  >
                    Remove
                  </Button>
                </p>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
      {edited && (
        <RuleDialog
          rule={edited === 'new' ? undefined : edited}
          destinations={destinations.data?.items ?? []}
          close={() => setEdited(undefined)}
        />
      )}
      {removed && <RemoveDialog rule={removed} close={() => setRemoved(undefined)} />}
    </>
  );
}

const worded = (event: string): string => event.replaceAll('_', ' ');

function RemoveDialog({ rule, close }: { readonly rule: Rule; readonly close: () => void }) {
  const command = server.useMutation('delete', '/v1/notifications/rules/{id}');
  return (
    <CommandDialog
      title={`Remove ${rule.name}?`}
      close={close}
      action="Remove the rule"
      danger
      command={command}
      run={(after) => command.mutate({ params: { path: { id: rule.id } } }, after)}
      said={`${rule.name} is removed`}
    >
      <p>Nobody is told by it any more.</p>
    </CommandDialog>
  );
}
