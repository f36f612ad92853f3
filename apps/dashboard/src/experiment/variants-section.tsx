import { type Experiment, type Results } from '../api-types.js';
import { seriesClass } from '../charts/series.js';
import { displayDecimal, displayJson } from '../format/decimal.js';
import { type Loaded, type Resource } from '../loading/resource.js';
import { Section } from './section.js';

export function VariantsSection({ experiment, results }: { experiment: Experiment; results: Resource<Results> }) {
  const { loaded } = results;
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
                <td className="number">{displayExposed(loaded, variant.key)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {loaded.status === 'failed' && <p className="refusal">Exposures: {loaded.problem.message}</p>}
    </Section>
  );
}

function displayExposed(loaded: Loaded<Results>, variant: string): string {
  switch (loaded.status) {
    case 'loading':
      return '…';
    case 'failed':
      return '–';
    case 'ready':
      return displayDecimal(loaded.value.exposure.subjects[variant] ?? 0);
  }
}
