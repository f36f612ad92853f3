import { type Experiment, type Results } from '../api-types.js';
import { seriesClass } from '../charts/series.js';
import { displayDecimal, displayJson } from '../format/decimal.js';
import { problemFrom } from '../server/client.js';
import { type QueryAnswer } from '../ui/answered.js';
import { Section } from './section.js';

export function VariantsSection({ experiment, results }: { experiment: Experiment; results: QueryAnswer<Results> }) {
  const { data, error } = results;
  return (
    <Section title="Variants">
      <div className="card table-card">
        <table>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Value</th>
              <th scope="col" className="number">
                Weight
              </th>
              <th scope="col" className="number">
                Exposed
              </th>
            </tr>
          </thead>
          <tbody>
            {experiment.variants.map((variant, index) => (
              <tr
                key={variant.key}
                className={experiment.disabledArms.includes(variant.key) ? 'arm-disabled' : undefined}
              >
                <th scope="row" className={seriesClass(index)}>
                  <span className="swatch" aria-hidden="true" />
                  <span className="arm-key">{variant.key}</span>{' '}
                  {variant.control && <span className="tag">control</span>}
                  {experiment.disabledArms.includes(variant.key) && <span className="tag">disabled</span>}
                </th>
                <td className="variant-value">
                  <code title={displayJson(variant.value)}>{displayJson(variant.value)}</code>
                </td>
                <td className="number">{displayDecimal(variant.weight)}%</td>
                <td className="number">{displayExposed(results, variant.key)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data === undefined && error !== null && <p className="refusal">Exposures: {problemFrom(error).message}</p>}
    </Section>
  );
}

function displayExposed({ data, error }: QueryAnswer<Results>, variant: string): string {
  if (data !== undefined) return displayDecimal(data.exposure.subjects[variant] ?? 0);
  return error === null ? '…' : '–';
}
