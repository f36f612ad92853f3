import { Module } from '@nestjs/common';
import { AccessModule } from '../../libs/access/module.js';
import { TelemetryModule } from '../../libs/events/module.js';
import { ProjectionsModule } from '../../libs/projections/module.js';

/** The hot write path: telemetry in batches. */
@Module({ imports: [ProjectionsModule, AccessModule, TelemetryModule] })
export class IngestApiModule {}
