import { useState } from 'react';
import { server } from '../server/client.js';
import type { Schemas } from '../server/documents.js';
import { useObstacle } from '../session/permissions.js';
import { ArchiveDialog } from '../ui/archive-dialog.js';
import { Button } from '../ui/button.js';
import { Json } from '../ui/json.js';
import { PAGED, PagedList } from '../ui/list.js';
import { TableCard } from '../ui/table-card.js';
import { GroupDialog } from './group-dialog.js';

type Group = Schemas['ListedGroup'];

/** Named sets of subjects, by list or by condition. */
export function GroupsTab() {
  const [edited, setEdited] = useState<string>();
  const [archived, setArchived] = useState<Group>();
  const obstacle = useObstacle('experimenter', 'everywhere');
  const query = server.useInfiniteQuery('get', '/v1/groups', { params: { query: { limit: 50 } } }, PAGED);
  return (
    <>
      <p className="tab-actions">
        <Button kind="primary" obstacle={obstacle} onClick={() => setEdited(NEW)}>
          New group
        </Button>
      </p>
      <PagedList
        query={query}
        what="groups"
        empty={<p className="hint">None: a group names subjects once, for many rules.</p>}
      >
        {(groups) => (
          <TableCard label="Groups">
            <table>
              <thead>
                <tr>
                  <th scope="col">Group</th>
                  <th scope="col">Members</th>
                  <th scope="col">
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {groups.map((group) => (
                  <tr key={group.key}>
                    <th scope="row" className="cell-name key">
                      {group.key} {group.archived && <span className="badge badge-rejected">archived</span>}
                    </th>
                    <td>{group.when === undefined ? `${group.size ?? 0} subjects` : <Json value={group.when} />}</td>
                    <td className="number">
                      <Button
                        kind="quiet"
                        obstacle={group.archived ? 'The group is archived.' : obstacle}
                        aria-label={`Change ${group.key}`}
                        onClick={() => setEdited(group.key)}
                      >
                        Change
                      </Button>
                      <Button
                        kind="quiet"
                        obstacle={obstacle}
                        aria-label={`${group.archived ? 'Restore' : 'Archive'} ${group.key}`}
                        onClick={() => setArchived(group)}
                      >
                        {group.archived ? 'Restore' : 'Archive'}
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </TableCard>
        )}
      </PagedList>
      {edited !== undefined && (
        <GroupDialog groupKey={edited === NEW ? undefined : edited} close={() => setEdited(undefined)} />
      )}
      {archived && <ArchiveGroup group={archived} close={() => setArchived(undefined)} />}
    </>
  );
}

/** No key of a group: keys have no space. */
const NEW = ' new';

function ArchiveGroup({ group, close }: { readonly group: Group; readonly close: () => void }) {
  const archive = server.useMutation('post', '/v1/groups/{key}/archive');
  const restore = server.useMutation('post', '/v1/groups/{key}/restore');
  const command = group.archived ? restore : archive;
  return (
    <ArchiveDialog
      what="group"
      name={group.key}
      archived={group.archived}
      close={close}
      command={command}
      run={(after) => command.mutate({ params: { path: { key: group.key } } }, after)}
      consequences={{
        archive: 'No new rule or experiment can name it. Those that name it go on.',
        restore: 'Rules and experiments may name it again.',
      }}
    />
  );
}
