import { Module } from '@nestjs/common';
import { AccessModule } from '../../libs/access/module.js';
import { CountedPropertiesModule } from '../../libs/metrics/module.js';
import { TelemetryModule } from '../../libs/telemetry/module.js';
import { ReadModelsModule } from '../../libs/read-models/module.js';

/** The hot write path: telemetry in batches. */
@Module({ imports: [ReadModelsModule, AccessModule, CountedPropertiesModule, TelemetryModule] })
export class IngestApiModule {}
