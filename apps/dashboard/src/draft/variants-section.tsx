import { Button } from '../ui/button.js';
import { useFault } from './faults.js';
import { DraftSection, withRow, type SectionProps } from './draft-section.js';
import { VariantRow } from './variant-row.js';
import { withArm, withoutArm } from './variants.js';
import { restOf, splitEvenly, withRest } from './weights.js';

const MOST = 20;

/** The arms with their values and weights. */
export function VariantsSection({ form, change }: SectionProps) {
  const { variants, type } = form;
  const fault = useFault('/variants', true);
  const rest = restOf(variants.map(({ weight }) => weight));
  const set = (next: (before: typeof variants) => typeof variants) =>
    change((before) => ({ ...before, variants: next(before.variants) }));
  const split = () =>
    set((before) => {
      const weights = splitEvenly(before.length);
      return before.map((variant, index) => ({ ...variant, weight: weights[index] ?? '0' }));
    });
  return (
    <DraftSection
      title="Variants"
      hint={variants.length === 0 ? 'Choose a flag first: its values become the variants.' : undefined}
      actions={
        variants.length > 0 && (
          <div className="draft-actions">
            <Button kind="quiet" onClick={split}>
              Split evenly
            </Button>
            <Button
              obstacle={variants.length < MOST ? null : `An experiment has at most ${MOST} variants.`}
              onClick={() => set((before) => withArm(before, type))}
            >
              Add a variant
            </Button>
          </div>
        )
      }
    >
      {variants.length > 0 && (
        <ol className="variant-rows">
          {variants.map((variant, index) => (
            <li key={variant.id}>
              <VariantRow
                variant={variant}
                index={index}
                type={type}
                rest={rest}
                change={(part) => set((before) => withRow(before, variant.id, part))}
                takeRest={() =>
                  set((before) => withRow(before, variant.id, { weight: withRest(variant.weight, rest) }))
                }
                makeControl={() =>
                  set((before) => before.map((each) => ({ ...each, control: each.id === variant.id })))
                }
                remove={variants.length > 2 ? () => set((before) => withoutArm(before, variant.id)) : undefined}
              />
            </li>
          ))}
        </ol>
      )}
      {variants.length > 0 && (
        <p
          className={fault === undefined ? 'field-hint' : 'field-error'}
          role={fault === undefined ? undefined : 'alert'}
        >
          {fault ?? (rest === '0' ? 'The weights sum to 100.' : `The weights need ${rest} more to sum to 100.`)}
        </p>
      )}
    </DraftSection>
  );
}
