import {
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Sessions } from '../../../libs/access/http.js';
import type { Position } from '../../../libs/event-store/index.js';
import { experimentAggregate } from '../../../libs/experiments/index.js';
import { CLOCK, type Clock } from '../../../libs/platform/clock.js';
import { LOGGER, type Logger } from '../../../libs/platform/logging/logger.js';
import { LiveView, ManagementReadModel, MeasurementReadModel } from '../../../libs/projections/index.js';
import { LiveStream } from './live-stream.js';
import { LiveStreamController } from './live-stream.controller.js';
import { RatesFeed } from './rates-feed.js';

const ignore = (): void => undefined;

@Module({
  controllers: [LiveStreamController],
  providers: [
    {
      provide: LiveStream,
      inject: [LiveView, ManagementReadModel, Sessions, CLOCK],
      useFactory: (live: LiveView, model: ManagementReadModel, sessions: Sessions, clock: Clock) => {
        const readable = (position: Position): Promise<void> => model.current(position).then(ignore, ignore);
        const stream = new LiveStream(readable, sessions, clock, live.statesOf(experimentAggregate));
        live.feed(stream.folds);
        return stream;
      },
    },
    {
      provide: RatesFeed,
      inject: [LiveStream, MeasurementReadModel, CLOCK, LOGGER],
      useFactory: (stream: LiveStream, model: MeasurementReadModel, clock: Clock, logger: Logger) =>
        new RatesFeed(stream, model, clock, logger),
    },
  ],
})
export class LiveStreamModule implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  constructor(
    private readonly stream: LiveStream,
    private readonly feed: RatesFeed,
  ) {}

  onApplicationBootstrap(): void {
    this.stream.streams.start();
    this.feed.start();
  }

  /** Open streams would keep the server from closing. */
  async onModuleDestroy(): Promise<void> {
    await this.feed.stop();
    this.stream.streams.close();
  }

  beforeApplicationShutdown(): void {
    this.stream.streams.close();
  }
}
