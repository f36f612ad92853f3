import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { stateText } from '../format/words.js';
import { server } from '../server/client.js';
import { Dialog } from '../ui/dialog.js';
import { NAVIGATION } from './navigation.js';

const MOST = 8;

/** Goes anywhere by a few letters: pages, experiments, flags, metrics. */
export default function CommandPalette({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('');
  const sought = useDeferredValue(text.trim());
  const navigate = useNavigate();
  const go = (arrive: () => Promise<void>) => {
    close();
    void arrive();
  };
  const query = { params: { query: { limit: MOST, ...(sought === '' ? {} : { q: sought }) } } };
  const { data: experiments } = server.useQuery('get', '/v1/experiments', query);
  const { data: flags } = server.useQuery('get', '/v1/flags', query);
  const { data: metrics } = server.useQuery('get', '/v1/metrics', query);
  const pages = NAVIGATION.flatMap(({ entries }) => entries).filter(({ name }) =>
    name.toLowerCase().includes(sought.toLowerCase()),
  );
  return (
    <Dialog title="Go to" open close={close}>
      <Command label="Go to" shouldFilter={false} className="palette">
        <Command.Input
          autoFocus
          className="palette-input"
          placeholder="A page, experiment, flag or metric"
          value={text}
          onValueChange={setText}
        />
        <Command.List className="palette-list">
          <Command.Empty className="hint">Nothing matches.</Command.Empty>
          <Command.Group heading="Pages">
            {pages.map(({ to, name }) => (
              <Command.Item key={name} value={`page ${name}`} onSelect={() => go(() => navigate({ to }))}>
                {name}
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Experiments">
            {experiments?.items.map(({ id, name, key, status }) => (
              <Command.Item
                key={id}
                value={`experiment ${id}`}
                onSelect={() => go(() => navigate({ to: '/experiments/$id', params: { id } }))}
              >
                {name} <span className="key">{key}</span> <span className="tag">{stateText(status)}</span>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Flags">
            {flags?.items.map(({ key }) => (
              <Command.Item
                key={key}
                value={`flag ${key}`}
                onSelect={() => go(() => navigate({ to: '/flags/$key', params: { key } }))}
              >
                <span className="key">{key}</span>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Metrics">
            {metrics?.items.map(({ key, name }) => (
              <Command.Item
                key={key}
                value={`metric ${key}`}
                onSelect={() => go(() => navigate({ to: '/catalogue/metrics/$key', params: { key } }))}
              >
                {name} <span className="key">{key}</span>
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}
