import type { StoredEvent } from '../event-store/index.js';
import type { CommandContext } from '../event-sourcing/command-context.js';

/** Port: what the catalogue asks about the experiments that count an event type. The experiments part answers. */
export abstract class TypeUses {
  /**
   * @param events of the type's stream
   * @param advice what the caller can do, for the refusal
   * @throws Refusal `event_type_in_use` while a live experiment counts the type
   */
  abstract checkUncounted(key: string, events: readonly StoredEvent[], advice: string): Promise<void>;

  /**
   * Makes sure that no experiment counts the type, and that none that has reserved it can start to: it gets an event in
   * its way. `exposes`: no live experiment may take its exposures from the product either.
   * @throws Refusal `event_type_in_use`
   */
  abstract keepUncounted(
    key: string,
    events: readonly StoredEvent[],
    context: CommandContext,
    options: { readonly exposes: boolean },
  ): Promise<void>;
}
