import type { StoredEvent } from '../event-store/index.js';
import type { CommandContext } from '../event-sourcing/command-context.js';

/** Port for questions about the experiments that count an event type. The experiments part answers. */
export abstract class TypeUses {
  /**
   * @param events of the type's stream
   * @param advice the end of the refusal's message: an action for the caller
   * @throws Refusal `event_type_in_use` while a live experiment counts the type
   */
  abstract checkUncounted(key: string, events: readonly StoredEvent[], advice: string): Promise<void>;

  /**
   * Ensures that no experiment counts the type. An event is appended to each that reserved it, so that an append under
   * way, which would begin to count it, fails. With `exposes` no live experiment may have explicit exposures either.
   * @throws Refusal `event_type_in_use`
   */
  abstract keepUncounted(
    key: string,
    events: readonly StoredEvent[],
    context: CommandContext,
    options: { readonly exposes: boolean },
  ): Promise<void>;
}
