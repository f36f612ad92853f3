import { useDeferredValue, useId } from 'react';
import { server } from '../server/client.js';
import { ChoiceControl, TextControl } from './controls.js';
import type { SectionProps } from './draft-section.js';

/** How an experiment takes its share of the subjects. */
export function TrafficFields({ form, change }: SectionProps) {
  const domains = useId();
  const sought = useDeferredValue(form.conflictDomain);
  const { data } = server.useQuery('get', '/v1/conflict-domains', { params: { query: { limit: 100 } } });
  const known = data?.items.some(({ key }) => key === sought) ?? false;
  const { data: domain } = server.useQuery(
    'get',
    '/v1/conflict-domains/{key}',
    { params: { path: { key: sought } } },
    { enabled: known },
  );
  return (
    <>
      <div className="form-row">
        <TextControl
          label="Traffic, %"
          pointer="/traffic"
          value={form.traffic}
          change={(traffic) => change((before) => ({ ...before, traffic }))}
          hint="Of the subjects that match"
          inputMode="decimal"
          code
        />
        <TextControl
          label="Most traffic, %"
          pointer="/trafficMax"
          value={form.trafficMax}
          change={(trafficMax) => change((before) => ({ ...before, trafficMax }))}
          hint="The owner may raise it so far without another review"
          inputMode="decimal"
          code
        />
        <TextControl
          label="Split by"
          pointer="/bucketBy"
          value={form.bucketBy}
          change={(bucketBy) => change((before) => ({ ...before, bucketBy }))}
          hint="An attribute, such as company.id; empty: the subject"
          placeholder="the subject"
          code
        />
      </div>
      <div className="form-row">
        <TextControl
          label="Conflict domain"
          pointer="/conflictDomain"
          value={form.conflictDomain}
          change={(conflictDomain) => change((before) => ({ ...before, conflictDomain }))}
          hint={domain ? `${domain.free}% of it is free` : 'Experiments of one domain never share a subject'}
          placeholder="none"
          list={domains}
          code
        />
        <ChoiceControl
          label="Exposure"
          pointer="/exposure"
          value={form.exposure}
          choices={EXPOSURES}
          change={(exposure) => change((before) => ({ ...before, exposure }))}
          hint="What counts a subject in"
        />
        <TextControl
          label="Priority"
          pointer="/priority"
          value={form.priority}
          change={(priority) => change((before) => ({ ...before, priority }))}
          hint="Waiting scheduled starts run highest first"
          inputMode="numeric"
          code
        />
      </div>
      <datalist id={domains}>
        {data?.items.map(({ key }) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </>
  );
}

const EXPOSURES = [
  ['explicit', 'an exposure event'],
  ['on_decide', 'each decision'],
] as const;
