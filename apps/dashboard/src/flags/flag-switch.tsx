import { problemFrom, server } from '../server/client.js';
import { useObstacle } from '../session/permissions.js';
import { Switch } from '../ui/switch.js';
import { useToast } from '../ui/toasts.js';
import { useDone } from '../ui/use-done.js';
import type { ListedFlag } from './flag-types.js';

/** Turns a flag on and off in its environment, with undo. */
export function FlagSwitch({
  flag,
}: {
  readonly flag: Pick<ListedFlag, 'key' | 'enabled' | 'environment' | 'archived'>;
}) {
  const { key, enabled, environment, archived } = flag;
  const obstacle = useObstacle('experimenter', 'here', environment);
  const done = useDone();
  const toast = useToast();
  const enable = server.useMutation('post', '/v1/flags/{key}/enable');
  const disable = server.useMutation('post', '/v1/flags/{key}/disable');
  const turn = (on: boolean) => {
    const said = { text: `${key} is ${on ? 'on' : 'off'} in ${environment}`, undo: () => turn(!on) };
    (on ? enable : disable).mutate(
      { params: { path: { key }, query: { environment } } },
      { onSuccess: () => done(said), onError: (error) => toast({ text: problemFrom(error).message }) },
    );
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
