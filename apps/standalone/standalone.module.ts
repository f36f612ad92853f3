import { Module } from '@nestjs/common';
import { CommandApiModule } from '../command-api/command-api.module.js';
import { IngestApiModule } from '../ingest-api/ingest-api.module.js';
import { ProjectorModule } from '../projector/projector.module.js';
import { QueryApiModule } from '../query-api/query-api.module.js';

/** All of Assay in one process. */
@Module({ imports: [CommandApiModule, IngestApiModule, QueryApiModule, ProjectorModule] })
export class StandaloneModule {}
