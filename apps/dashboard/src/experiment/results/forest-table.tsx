import type { Experiment, Results } from '../../api-types.js';
import { TableCard } from '../../ui/table-card.js';
import { forestScale } from './forest-scale.js';
import { ForestRow } from './forest-row.js';
import { type Comparison, effectText } from './result-words.js';

interface ForestTableProps {
  readonly experiment: Experiment;
  readonly comparisons: readonly Comparison[];
  readonly metrics: Results['metrics'];
  readonly isBayesian: boolean;
  /** The comparison whose effect is drawn over time, as `metric variant`. */
  readonly series: string | undefined;
  readonly showSeries: (series: string | undefined) => void;
}

const ROLES: Readonly<Record<Comparison['role'], string>> = {
  primary: 'primary metric',
  secondary: 'secondary metric',
  guard: 'guard',
};

/** Each metric with its arms against control: intervals on one scale, 0 in the middle. */
export function ForestTable({ experiment, comparisons, metrics, isBayesian, series, showSeries }: ForestTableProps) {
  const byMetric = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    byMetric.set(comparison.metric, [...(byMetric.get(comparison.metric) ?? []), comparison]);
  }
  return (
    <div className="forests">
      {[...byMetric].map(([metric, rows]) => {
        const scale = forestScale(rows);
        const direction = metrics.find((each) => each.metric === metric)?.direction ?? 'higher_is_better';
        const role = rows[0]?.role ?? 'secondary';
        return (
          <TableCard key={metric} label={`${metric} against control`}>
            <table className="forest">
              <thead>
                <tr>
                  <th scope="col" className="forest-metric">
                    <span className="key">{metric}</span> <span className="tag">{ROLES[role]}</span>
                  </th>
                  <th scope="col" className="forest-plot">
                    <span className="forest-ends">
                      <span>{effectText(scale.min)}</span>
                      <span>{direction === 'higher_is_better' ? 'higher is better' : 'lower is better'}</span>
                      <span>{effectText(scale.max)}</span>
                    </span>
                  </th>
                  <th scope="col" className="number">
                    Effect
                  </th>
                  <th scope="col" className="number wide-only">
                    {isBayesian ? 'Chance to win' : 'Adjusted p'}
                  </th>
                  <th scope="col" className="wide-only">
                    Margin
                  </th>
                  <th scope="col" className="number wide-only">
                    Time left
                  </th>
                  <th scope="col" className="number wide-only">
                    Subjects
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((comparison) => {
                  const id = `${metric} ${comparison.variant}`;
                  return (
                    <ForestRow
                      key={comparison.variant}
                      comparison={comparison}
                      direction={direction}
                      scale={scale}
                      arm={experiment.variants.findIndex(({ key }) => key === comparison.variant)}
                      disabled={experiment.disabledArms.includes(comparison.variant)}
                      shown={series === id}
                      show={() => showSeries(series === id ? undefined : id)}
                    />
                  );
                })}
              </tbody>
            </table>
          </TableCard>
        );
      })}
    </div>
  );
}
