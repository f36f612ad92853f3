import { ORDER, PAGE_SHOWN, PAYMENT_ERROR, STORIES, type Story } from './shop.js';
import { Random } from '../libs/statistics/testing/random.js';

/** One visitor of the simulated shop. What it does follows from the seed, its number, and the value that it is served. */
export interface Visitor {
  readonly subjectId: string;
  readonly story: Story;
  readonly orders: number;
  readonly fails: number;
  readonly amount: number;
}

/** What a visitor does after it was served a value. */
export interface Deed {
  readonly eventType: string;
  readonly properties?: { readonly amount: number };
}

/** The new checkout works for the first third of the show; then its payments fail. */
const HARM_FROM = 1 / 3;
const ORDERS = 0.2;
const MORE_ORDERS = 0.32;
const ERRORS = 0.01;
const MANY_ERRORS = 0.6;
const STEP = 0x9e3779b1;

/** The visitor of this number, from 0. The same seed brings the same visitors. */
export function visitorOf(seed: number, number: number): Visitor {
  const random = new Random(Math.imul(seed, 0x85ebca6b) ^ Math.imul(number + 1, STEP));
  const story = STORIES[number % STORIES.length] ?? STORIES[0];
  return {
    subjectId: `sample_${seed}_${number}`,
    story,
    orders: random.uniform(),
    fails: random.uniform(),
    amount: 10 + Math.floor(random.uniform() * 9_000) / 100,
  };
}

/**
 * What the visitor does when it is served the value.
 * @param progress the part of the show that is over, from 0 to 1
 */
export function deedsOf({ story, orders, fails, amount }: Visitor, value: unknown, progress: number): Deed[] {
  const isTreated = value === story.treatment;
  const isBetter = isTreated && story.key === 'sample_search';
  const isHarmed = isTreated && story.key === 'sample_checkout' && progress >= HARM_FROM;
  const deeds: Deed[] = [{ eventType: PAGE_SHOWN }];
  if (fails < (isHarmed ? MANY_ERRORS : ERRORS)) return [...deeds, { eventType: PAYMENT_ERROR }];
  if (orders < (isBetter ? MORE_ORDERS : ORDERS)) deeds.push({ eventType: ORDER, properties: { amount } });
  return deeds;
}
