import { Global, Module } from '@nestjs/common';
import { createDecisionSigner, createSubjectDigest } from '../decision-ids/index.js';
import { CONFIG, type Config } from './config.js';
import { configuredKeys } from './configured-keys.js';

/** Injection tokens of the signer of decision ids and of the digest of subjects. */
export const DECISION_SIGNER = Symbol('DecisionSigner');
export const SUBJECT_DIGEST = Symbol('SubjectDigest');

const keys = [
  {
    provide: DECISION_SIGNER,
    inject: [CONFIG],
    useFactory: (config: Config) => createDecisionSigner(configuredKeys(config)),
  },
  {
    provide: SUBJECT_DIGEST,
    inject: [CONFIG],
    useFactory: (config: Config) => createSubjectDigest(config.subjectKey ?? ''),
  },
];

/** The keys that sign decision ids and digest subjects, for apps that decide or take telemetry. */
@Global()
@Module({ providers: keys, exports: [DECISION_SIGNER, SUBJECT_DIGEST] })
export class DecisionKeysModule {}
