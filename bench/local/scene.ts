import { experimentSnapshot, splitServe, type FlagSnapshot } from '../../libs/evaluation/index.js';

/** All evaluators get the same flags and contexts: half of an audience with two clauses gets the new value. */
export const AUDIENCE = { plan: 'paid', country: { $in: ['NL', 'DE', 'FR'] } };
const CONTEXTS = 1_000;

export interface Context {
  readonly [name: string]: string | number;
  readonly targetingKey: string;
}

export const contexts: readonly Context[] = Array.from({ length: CONTEXTS }, (_, n) => ({
  targetingKey: `customer-${n}@shop.example`,
  plan: n % 2 === 0 ? 'paid' : 'free',
  country: ['NL', 'DE', 'FR', 'US'][n % 4] ?? 'NL',
  age: 18 + (n % 60),
  version: `4.${n % 10}.0`,
  language: 'en',
}));

const nameOf = (n: number): string => `flag_${n}`;

const plain = (n: number): FlagSnapshot => ({
  key: nameOf(n),
  type: 'string',
  enabled: true,
  defaultValue: 'old',
  defaultVariant: 'off',
  variants: { on: 'new', off: 'old' },
  overrides: [],
  experiment: null,
  pins: [],
  rules: [],
  metadata: {},
  clientVisible: false,
});

/** A flag with a rule that splits its audience. */
export const ruledFlag = (n: number): FlagSnapshot => ({
  ...plain(n),
  rules: [{ name: 'half', when: AUDIENCE, serve: splitServe(`salt-${n}`, { on: '50', off: '50' }) }],
});

/** A flag with an experiment on its audience. */
export const testedFlag = (n: number): FlagSnapshot => ({
  ...plain(n),
  experiment: experimentSnapshot({
    id: `0192f3a4-6b1c-7d2e-8f90-${String(n).padStart(12, '0')}`,
    key: `experiment_${n}`,
    status: 'running',
    phase: 1,
    startedAt: 0,
    salt: `salt-${n}`,
    targeting: AUDIENCE,
    bucketBy: null,
    exposure: 'explicit',
    traffic: '100',
    conflictDomain: null,
    disabledArms: [],
    variants: [
      { key: 'control', value: 'old', control: true, weight: '50' },
      { key: 'treatment', value: 'new', control: false, weight: '50' },
    ],
    enrolled: null,
  }),
});

/** The flags as flagd's configuration. */
export const flagdConfiguration = (count: number): string =>
  JSON.stringify({
    flags: Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        nameOf(n),
        {
          state: 'ENABLED',
          variants: { on: 'new', off: 'old' },
          defaultVariant: 'off',
          targeting: {
            if: [
              { and: [{ '==': [{ var: 'plan' }, 'paid'] }, { in: [{ var: 'country' }, AUDIENCE.country.$in] }] },
              {
                fractional: [
                  ['on', 50],
                  ['off', 50],
                ],
              },
              'off',
            ],
          },
        },
      ]),
    ),
  });

/** The flags as GrowthBook's features, each with an experiment. */
export const growthbookFeatures = (count: number): Record<string, object> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      nameOf(n),
      {
        defaultValue: 'old',
        rules: [
          {
            condition: AUDIENCE,
            key: `experiment_${n}`,
            coverage: 1,
            hashAttribute: 'targetingKey',
            variations: ['old', 'new'],
            weights: [0.5, 0.5],
          },
        ],
      },
    ]),
  );
