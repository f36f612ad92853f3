import { Module } from '@nestjs/common';
import { AuditController } from './http/audit.controller.js';
import { HistoriesController } from './http/histories.controller.js';

@Module({ controllers: [AuditController, HistoriesController] })
export class AuditQueriesModule {}
