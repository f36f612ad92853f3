import { Module } from '@nestjs/common';
import { handlersOf } from '../event-sourcing/declared-command.js';
import * as notificationCommands from './commands/notification-commands.js';
import { DeliveriesController } from './http/deliveries.controller.js';
import { DestinationsController } from './http/destinations.controller.js';
import { NotificationQueriesController } from './http/notification-queries.controller.js';
import { NotificationRulesController } from './http/rules.controller.js';

@Module({
  controllers: [DestinationsController, NotificationRulesController, DeliveriesController],
  providers: handlersOf(notificationCommands),
})
export class NotificationCommandsModule {}

@Module({ controllers: [NotificationQueriesController] })
export class NotificationQueriesModule {}
