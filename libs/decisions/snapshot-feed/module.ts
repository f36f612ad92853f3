import { Module, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sessions } from '../../access/http.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { ChangeStream } from '../change-stream.js';
import { configuredKeys } from '../../platform/configured-keys.js';
import { DecisionView } from '../decision-view.js';
import { EnvironmentVersions } from '../environment-versions.js';
import { keyProofsOf } from '../../decision-ids/index.js';
import { SUBJECT_DIGEST } from '../../platform/decision-keys.module.js';
import { DecisionsModule } from '../module.js';
import { SnapshotController } from './snapshot.controller.js';
import { SnapshotTexts } from './snapshot-texts.js';

/** Whoever asks another replica for the snapshot must find no older one there: it says from where in the log on it is. */
const newsOf = (versions: EnvironmentVersions, environment: string): string =>
  JSON.stringify({ version: versions.of(environment), position: versions.positionOf(environment) });

/** Snapshots of environments, and word of their changes. */
@Module({
  imports: [DecisionsModule],
  controllers: [SnapshotController],
  providers: [
    {
      provide: SnapshotTexts,
      inject: [DecisionView, EnvironmentVersions, CONFIG, SUBJECT_DIGEST],
      useFactory: (
        view: DecisionView,
        versions: EnvironmentVersions,
        config: Config,
        digest: (subject: string) => string,
      ) => new SnapshotTexts(view, versions, keyProofsOf(configuredKeys(config), digest)),
    },
    {
      provide: ChangeStream,
      inject: [EnvironmentVersions, Sessions, CLOCK],
      useFactory: (versions: EnvironmentVersions, sessions: Sessions, clock: Clock) =>
        new ChangeStream(versions, sessions, clock, (environment) => newsOf(versions, environment)),
    },
  ],
})
export class SnapshotFeedModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(private readonly changes: ChangeStream) {}

  onApplicationBootstrap(): void {
    this.changes.start();
  }

  /** Open streams would keep the server from closing. */
  onModuleDestroy(): void {
    this.changes.stop();
  }
}
