import { Global, Module } from '@nestjs/common';
import { GuardrailStates } from '../experiments/index.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LiveView, MeasurementReadModel } from '../projections/index.js';
import { CheckAnswers } from './check-answers.js';
import { CheckGuardrailsHandler } from './commands/check-guardrails.js';
import { GuardrailQueriesController } from './http/guardrail-queries.controller.js';
import { GuardrailSeriesController } from './http/guardrail-series.controller.js';
import { GuardrailsController } from './http/guardrails.controller.js';
import { MeasuredGuardrails } from './read-model/index.js';

@Module({
  controllers: [GuardrailsController],
  providers: [
    CheckGuardrailsHandler,
    {
      provide: CheckAnswers,
      inject: [LiveView],
      useFactory: (live: LiveView) => {
        const answers = new CheckAnswers();
        live.feed([answers]);
        return answers;
      },
    },
  ],
})
export class GuardrailCommandsModule {}

@Module({ controllers: [GuardrailQueriesController, GuardrailSeriesController] })
export class GuardrailQueriesModule {}

/** Answers what lists of experiments ask about guardrails. Global, because the part that asks stands below. */
@Global()
@Module({
  providers: [
    {
      provide: GuardrailStates,
      inject: [MeasurementReadModel, CLOCK],
      useFactory: (model: MeasurementReadModel, clock: Clock) => new MeasuredGuardrails(model.source, clock),
    },
  ],
  exports: [GuardrailStates],
})
export class GuardrailStatesModule {}
