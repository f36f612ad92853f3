import { InvalidConfig, type Config } from './config.js';
import { InvalidDecisionKeys, parseDecisionKeys, type DecisionKeys } from '../decision-ids/index.js';

/** The configured decision keys. @throws InvalidConfig whose message explains the error and contains no secret */
export function configuredKeys({ decisionKeys = '' }: Pick<Config, 'decisionKeys'>): DecisionKeys {
  try {
    return parseDecisionKeys(decisionKeys);
  } catch (error) {
    if (error instanceof InvalidDecisionKeys) throw new InvalidConfig([`ASSAY_DECISION_KEYS: ${error.message}`]);
    throw error;
  }
}
