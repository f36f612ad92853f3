import { Module } from '@nestjs/common';
import { LiveView } from '../projections/index.js';
import { CheckAnswers } from './check-answers.js';
import { CheckGuardrailsHandler } from './commands/check-guardrails.js';
import { GuardrailQueriesController } from './http/guardrail-queries.controller.js';
import { GuardrailSeriesController } from './http/guardrail-series.controller.js';
import { GuardrailsController } from './http/guardrails.controller.js';

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
