/** Port: the properties that metrics read as numbers. The metrics part answers, from memory. */
export abstract class CountedProperties {
  /** Names of the properties of events of this type, each once. */
  abstract of(eventType: string): readonly string[];
}
