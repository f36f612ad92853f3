import { server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Switch } from '../ui/switch.js';
import { useAfter } from '../ui/use-after.js';
import type { ListedFlag } from './flag-types.js';

/** Turns a flag on and off in its environment, with undo. */
export function FlagSwitch({
  flag,
}: {
  readonly flag: Pick<ListedFlag, 'key' | 'enabled' | 'environment' | 'archived'>;
}) {
  const { key, enabled, environment, archived } = flag;
  const obstacle = useObstacle('experimenter', 'here', environment);
  const after = useAfter();
  const enable = server.useMutation('post', '/v1/flags/{key}/enable');
  const disable = server.useMutation('post', '/v1/flags/{key}/disable');
  const turn = (on: boolean) => {
    const said = { text: `${key} is ${on ? 'on' : 'off'} in ${environment}`, undo: () => turn(!on) };
    (on ? enable : disable).mutate({ params: { path: { key }, query: { environment } } }, after(said));
  };
  return (
    <Switch
      label={`${key} in ${environment}`}
      on={enabled}
      change={turn}
      pending={enable.isPending || disable.isPending}
      obstacle={archived ? 'The flag is archived.' : obstacle}
    />
  );
}
