import type { Upcaster } from '../../event-sourcing/codec.js';
import type { Json, JsonObject } from '../../event-store/index.js';

/** Upcasters of events whose content is of the shape from before comparisons, plans and dimensions. */

/** Content from before client keys: all telemetry was of servers. */
export const contentOfServers: Upcaster = (data) => withMembers(data, { sources: 'server' });

/** Changed fields of a content from before client keys, under a name. */
export const changesOfServersUnder =
  (name: 'changes' | 'content'): Upcaster =>
  (data) => {
    const changes = data[name];
    return isObject(changes) ? { ...data, [name]: contentOfServers(changes) } : data;
  };

/** A whole content. */
export const contentOfShape2: Upcaster = (data) => ({
  ...withKinds(data),
  attachments: [],
  planned: null,
  dimensions: [],
});

/** Changed fields of a content. */
export const changesOfShape2: Upcaster = (data) => withKinds(data);

/** Changed fields of a content, under a name. */
export const changesUnder =
  (name: 'changes' | 'content'): Upcaster =>
  (data) => {
    const changes = data[name];
    return isObject(changes) ? { ...data, [name]: withKinds(changes) } : data;
  };

/** A tightened guardrail compared with a threshold. */
export const tightenedThreshold: Upcaster = (data) => ({ ...data, kind: 'threshold' });

/** Every guardrail of that time compared with a threshold. */
const withKinds = (content: JsonObject): JsonObject => withMembers(content, { kind: 'threshold' });

/** Gives these members to each guardrail without them. */
function withMembers(content: JsonObject, members: JsonObject): JsonObject {
  const { guardrails } = content;
  if (!Array.isArray(guardrails)) return content;
  return {
    ...content,
    guardrails: (guardrails as readonly Json[]).map((each) => (isObject(each) ? { ...members, ...each } : each)),
  };
}

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
