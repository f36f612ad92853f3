import { effectMethods } from './published-effects.js';
import { evidenceMethods } from './published-evidence.js';
import { type PublishedMethod } from './published-input.js';
import { planningMethods } from './published-planning.js';

/**
 * The methods that Assay uses, by the names under which others publish their numbers, so that those can be compared with
 * Assay's own functions. Inputs and outputs are named as in the sources; an input that lacks a number throws.
 */
export const publishedMethods: Readonly<Record<string, PublishedMethod>> = {
  ...effectMethods,
  ...evidenceMethods,
  ...planningMethods,
};
