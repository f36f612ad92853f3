import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../access/http.js';
import { DEFAULT_ENVIRONMENT } from '../platform/author.js';
import { CONFIG, type Config } from '../platform/config.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { FastRoutes } from '../platform/http/fast-route.js';
import { ServiceMetrics } from '../platform/service-metrics.js';
import { Watermark } from '../platform/watermark.js';
import { LiveView } from '../projections/index.js';
import { Decider } from './decider.js';
import { createDecisionSigner, type DecisionSigner } from './decision-id.js';
import { parseDecisionKeys } from './decision-keys.js';
import { DecisionView } from './decision-view.js';
import { DecideEndpoint } from './http/decide-endpoint.js';
import { DecideController } from './http/decide.controller.js';
import { createSubjectDigest } from './subject-digest.js';

/** Injection tokens of the signer of decision ids and of the digest of subjects. */
export const DECISION_SIGNER = Symbol('DecisionSigner');
export const SUBJECT_DIGEST = Symbol('SubjectDigest');

const keys = [
  {
    provide: DECISION_SIGNER,
    inject: [CONFIG],
    useFactory: (config: Config) => createDecisionSigner(parseDecisionKeys(config.decisionKeys ?? '')),
  },
  {
    provide: SUBJECT_DIGEST,
    inject: [CONFIG],
    useFactory: (config: Config) => createSubjectDigest(config.subjectKey ?? ''),
  },
];

/** What decisions are signed with, and subjects known by: for those who decide and those who take telemetry. */
@Global()
@Module({ providers: keys, exports: [DECISION_SIGNER, SUBJECT_DIGEST] })
export class DecisionKeysModule {}

@Module({
  imports: [DecisionKeysModule],
  controllers: [DecideController],
  providers: [
    {
      provide: DecisionView,
      inject: [LiveView],
      useFactory: (live: LiveView) => {
        const view = new DecisionView(DEFAULT_ENVIRONMENT);
        live.feed(view.folds);
        return view;
      },
    },
    {
      provide: Decider,
      inject: [DecisionView, LiveView, Watermark, DECISION_SIGNER, SUBJECT_DIGEST],
      useFactory: (
        flags: DecisionView,
        live: LiveView,
        watermark: Watermark,
        signer: DecisionSigner,
        digest: (subject: string) => string,
      ) => new Decider({ environment: DEFAULT_ENVIRONMENT, flags, live, watermark, signer, digest }),
    },
    {
      provide: DecideEndpoint,
      inject: [Decider, Authenticator, ServiceMetrics, CLOCK, FastRoutes],
      useFactory: (
        decider: Decider,
        authenticator: Authenticator,
        metrics: ServiceMetrics,
        clock: Clock,
        routes: FastRoutes,
      ) => {
        const endpoint = new DecideEndpoint(decider, authenticator, metrics, clock);
        routes.add(endpoint);
        return endpoint;
      },
    },
  ],
  exports: [DecisionView],
})
export class DecisionsModule {}
