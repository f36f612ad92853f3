import { useQueries } from '@tanstack/react-query';
import { currentEnvironment } from '../server/environment.js';
import { server } from '../server/client.js';
import { FlagSwitch } from './flag-switch.js';
import { defaultText, type Flag } from './flag-types.js';

/** Environments beyond these are reached with the switcher. */
const MOST = 12;

/** Whether the flag is on in each environment, and what it serves there. */
export function FlagEnvironments({ flag }: { readonly flag: Flag }) {
  const { data } = server.useQuery('get', '/v1/environments', { params: { query: { limit: 200 } } });
  const keys = data?.items.map(({ key }) => key).slice(0, MOST) ?? [];
  const answers = useQueries({
    queries: keys.map((environment) =>
      server.queryOptions('get', '/v1/flags/{key}', { params: { path: { key: flag.key }, query: { environment } } }),
    ),
  });
  return (
    <ul className="flag-environments" aria-label="Environments">
      {answers.map(({ data: there }, index) => {
        const environment = keys[index];
        if (environment === undefined) return null;
        return (
          <li key={environment} className={environment === currentEnvironment() ? 'card flag-here' : 'card'}>
            <span className="flag-environment-name" title={environment}>
              {environment}
            </span>
            {there && <FlagSwitch flag={there} />}
            <span className="hint">
              {there === undefined ? '…' : `${there.rules.length} rules, else ${defaultText(there)}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
