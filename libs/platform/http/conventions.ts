/** What all routes share, for the top of the OpenAPI document (Markdown). */
export const CONVENTIONS = `Feature flags and A/B experiments with automatic guardrails.

**Keys.** Send an API key as \`Authorization: Bearer …\`. Its scopes, and the role of its user, decide which routes it opens.

**Environments.** A request acts in \`?environment=\`, by default \`production\`. A service key acts in its own environment.

**Commands** answer with the document after the change, its \`revision\` (also the \`ETag\`) and its \`position\` (also \`Assay-Position\`).
A \`GET\` of one document has the same \`ETag\`.
- \`Idempotency-Key\`: a retry with the same key gets the first answer and changes nothing more. With another body it gets 422.
- \`If-Match: "<revision>"\`: 412 if the revision is another one by now. \`*\` asks only that the thing exists.

**Reading one's writes.** Within one process, answers include what the process has acknowledged. Between processes, send \`Assay-Min-Position\` with the position of the
change: the answer waits up to 5 s for it, else it is 503 with the position that was reached. \`Assay-Stale-Since\` marks an answer that lacks commands.

**Lists** have pages: \`?limit\` (1 to 200, default 50) and \`?cursor\`, the \`nextCursor\` of the page before. \`total\` counts the items on all pages.

**Values.** Decimals are texts, so that they stay exact. Times are ISO 8601 in UTC; a time that you send names its zone. In an optional field, null says the same as an absent field
unless the field gives null a meaning.

**Refusals** are \`application/problem+json\` (RFC 9457) with a stable \`code\`, and \`errors\` with a JSON pointer to each wrong field, or \`?name\` for a parameter.

| Status | Meaning |
| --- | --- |
| 400 | the request is wrong: \`validation_failed\`, \`malformed_json\`, \`unknown_parameter\`, … |
| 401, 403 | no valid key; or its scope, role or environment does not allow this |
| 404 | there is no such thing |
| 409 | its state does not allow this, or somebody changed it at the same time |
| 412 | If-Match names another revision |
| 413, 415 | the body is too large, or in a type, charset or encoding that the route does not take |
| 422 | the Idempotency-Key was used with another body |
| 429, 503 | later: \`Retry-After\` says in how many seconds |

OFREP routes refuse in the form of their own protocol.`;
