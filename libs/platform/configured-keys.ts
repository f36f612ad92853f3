import { InvalidConfig, type Config } from './config.js';
import { InvalidDecisionKeys, parseDecisionKeys, type DecisionKeys } from '../decision-ids/index.js';
import { SealedTexts } from './sealed-text.js';

/** The configured decision keys. @throws InvalidConfig whose message explains the error and contains no secret */
export const configuredKeys = ({ decisionKeys = '' }: Pick<Config, 'decisionKeys'>): DecisionKeys =>
  keysIn('ASSAY_DECISION_KEYS', decisionKeys);

/** What seals secrets at rest; without a key it refuses. @throws InvalidConfig, as above */
export const configuredSeals = ({ sealKeys }: Pick<Config, 'sealKeys'>): SealedTexts =>
  new SealedTexts(sealKeys === undefined ? [] : keysIn('ASSAY_SEAL_KEY', sealKeys));

function keysIn(name: string, text: string): DecisionKeys {
  try {
    return parseDecisionKeys(text);
  } catch (error) {
    if (error instanceof InvalidDecisionKeys) throw new InvalidConfig([`${name}: ${error.message}`]);
    throw error;
  }
}
