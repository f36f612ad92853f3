/** The environment that the sample has for itself. */
export const ENVIRONMENT = 'sample';

/** One experiment of the sample. Control is the flag's default. */
export interface Story {
  readonly key: string;
  readonly name: string;
  readonly hypothesis: string;
  readonly control: string;
  readonly treatment: string;
}

export const STORIES = [
  {
    key: 'sample_search',
    name: 'Sample: search by meaning',
    hypothesis: 'Search that understands a question leads to more orders.',
    control: 'words',
    treatment: 'meaning',
  },
  {
    key: 'sample_banner',
    name: 'Sample: summer banner',
    hypothesis: 'A banner with the summer offers leads to more orders.',
    control: 'plain',
    treatment: 'summer',
  },
  {
    key: 'sample_checkout',
    name: 'Sample: one-page checkout',
    hypothesis: 'Fewer steps lead to more orders.',
    control: 'classic',
    treatment: 'one_page',
  },
] as const satisfies readonly Story[];

export const PAGE_SHOWN = 'sample_page_shown';
export const ORDER = 'sample_order';
export const PAYMENT_ERROR = 'sample_payment_error';

export const EVENT_TYPES = [
  { key: PAGE_SHOWN, name: 'Sample: page shown', exposure: true },
  { key: ORDER, name: 'Sample: order', schema: { type: 'object', properties: { amount: { type: 'number' } } } },
  { key: PAYMENT_ERROR, name: 'Sample: payment error' },
] as const;

export const METRICS = [
  {
    key: 'sample_orders',
    name: 'Sample: orders',
    kind: 'conversion',
    direction: 'higher_is_better',
    rule: { event: ORDER },
  },
  {
    key: 'sample_revenue',
    name: 'Sample: revenue',
    kind: 'sum',
    direction: 'higher_is_better',
    rule: { event: ORDER, property: 'amount' },
  },
  {
    key: 'sample_payment_errors',
    name: 'Sample: payment errors',
    kind: 'ratio',
    direction: 'lower_is_better',
    rule: { numeratorEvent: PAYMENT_ERROR, denominatorEvent: PAGE_SHOWN },
  },
] as const;

/** The draft of a story. Its guardrail waits for 40 subjects per arm, so that chance hardly ever trips it. */
export function draftOf({ key, name, hypothesis, control, treatment }: Story) {
  return {
    key,
    name,
    hypothesis,
    flag: key,
    variants: [
      { key: control, value: control, weight: '50', control: true },
      { key: treatment, value: treatment, weight: '50' },
    ],
    primaryMetric: 'sample_orders',
    metrics: METRICS.map((metric) => metric.key),
    planned: { mde: '0.3', subjects: 1_500 },
    guardrails: [
      {
        metric: 'sample_payment_errors',
        threshold: '0.1',
        action: 'rollback' as const,
        windowMinutes: 5,
        minSample: 40,
      },
    ],
  };
}
