import { Module } from '@nestjs/common';
import { ResultsController } from './http/results.controller.js';
import { UnattributedController } from './http/unattributed.controller.js';

@Module({ controllers: [ResultsController, UnattributedController] })
export class MeasurementQueriesModule {}
