import { DataKeys } from '../event-sourcing/sealing/data-keys.js';
import { SealedEventStore } from '../event-sourcing/sealing/sealed-event-store.js';
import type { EventStore } from '../event-store/index.js';
import { openEventStore } from '../event-store/open-event-store.js';
import { configuredSeals } from '../platform/configured-keys.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logging/logger.js';
import { DataKeyTable } from '../projections/index.js';
import { SEALED_FIELDS } from '../read-models/index.js';

/** The event store of an app, and how to end it. */
export interface OpenedLog {
  readonly store: EventStore;
  close(): Promise<void>;
}

type Settings = Pick<Config, 'eventStoreUrl' | 'streamPrefix' | 'sealKeys'> & { readonly databaseUrl: string };

/**
 * Opens the event store of an app, which seals names, addresses and secrets as soon as ASSAY_SEAL_KEY is set.
 * @param evenAway as in `openEventStore`
 */
export async function openLog(config: Settings, logger: Logger, evenAway = false): Promise<OpenedLog> {
  const { databaseUrl, eventStoreUrl: url = databaseUrl, streamPrefix } = config;
  const seals = configuredSeals(config);
  if (!seals.canSeal) {
    logger.warn(
      'ASSAY_SEAL_KEY is not set: names and e-mail addresses are stored unsealed, and nobody can be forgotten',
    );
  }
  const inner = await openEventStore({ url, streamPrefix, logger, evenAway });
  const keys = new DataKeyTable(databaseUrl, seals);
  const store = new SealedEventStore(inner, SEALED_FIELDS, new DataKeys(keys, seals.canSeal));
  const close = async (): Promise<void> => {
    await store.close();
    await keys.close();
  };
  return { store, close };
}
