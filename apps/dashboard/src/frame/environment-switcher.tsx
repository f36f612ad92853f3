import { useNavigate } from '@tanstack/react-router';
import { currentEnvironment, USUAL_ENVIRONMENT } from '../server/environment.js';
import { server } from '../server/client.js';

/** Chooses the environment that all pages show. Production has a colour that no other has. */
export function EnvironmentSwitcher() {
  const current = currentEnvironment();
  const navigate = useNavigate();
  const { data } = server.useQuery('get', '/v1/environments', { params: { query: { limit: 200 } } });
  const known = data?.items.map(({ key }) => key) ?? [];
  const keys = known.includes(current) ? known : [current, ...known];
  const show = (key: string) => void navigate({ to: '.', search: { environment: key } });
  return (
    <label className={`environment ${current === USUAL_ENVIRONMENT ? 'environment-production' : ''}`}>
      <span className="visually-hidden">Environment</span>
      <select value={current} onChange={(event) => show(event.target.value)} data-testid="environment">
        {keys.map((key) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </select>
    </label>
  );
}
