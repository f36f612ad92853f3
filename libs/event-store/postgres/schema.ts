/**
 * Tables and the append function of the PostgreSQL event store.
 *
 * (epoch, xid, position) orders the log. A reader takes only rows whose transaction is older than every running one, so
 * no row can appear before the reader's position. `epoch` is raised after a restore into a new cluster, where
 * transaction ids restart. The append function locks the stream before its transaction has an id: otherwise (xid,
 * position) could be out of order within one stream.
 *
 * Data and metadata come as lines, one per event (JSON.stringify makes no line breaks), and are stored as text. For
 * telemetry, jsonb with compression takes four times the CPU and saves a quarter of the disk.
 */
export const SCHEMA_SQL = `
CREATE SCHEMA IF NOT EXISTS event_store;

CREATE TABLE IF NOT EXISTS event_store.epoch (epoch integer NOT NULL);
INSERT INTO event_store.epoch SELECT 1 WHERE NOT EXISTS (SELECT FROM event_store.epoch);

CREATE TABLE IF NOT EXISTS event_store.events (
  epoch integer NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  position bigint GENERATED ALWAYS AS IDENTITY,
  stream text NOT NULL,
  category text GENERATED ALWAYS AS (split_part(stream, '-', 1)) STORED,
  revision bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  data json NOT NULL,
  metadata json NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (stream, revision),
  UNIQUE (stream, event_id)
);
ALTER TABLE event_store.events ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS events_log ON event_store.events (epoch, xid, position);
CREATE INDEX IF NOT EXISTS events_category ON event_store.events (category, epoch, xid, position);

CREATE OR REPLACE FUNCTION event_store.append(p_stream text, p_mode text, p_expected bigint, p_ids uuid[],
  p_types text[], p_data text, p_metadata text)
RETURNS TABLE (outcome text, last_revision bigint, at_epoch integer, at_xid xid8, at_position bigint)
LANGUAGE plpgsql AS $append$
DECLARE
  current_revision bigint;
  current_epoch integer;
  matched bigint;
  wanted bigint := cardinality(p_ids);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_stream, 0));

  SELECT e.revision INTO current_revision FROM event_store.events e
    WHERE e.stream = p_stream ORDER BY e.revision DESC LIMIT 1;
  current_revision := coalesce(current_revision, -1);

  -- The ids identify a retry: with an exact expectation they must directly follow it, otherwise they must only exist.
  IF p_mode = 'any' OR current_revision <> p_expected THEN
    SELECT count(*), max(e.revision) INTO matched, last_revision
      FROM unnest(p_ids) WITH ORDINALITY AS n (id, ordinal)
      JOIN event_store.events e ON e.stream = p_stream AND e.event_id = n.id
        AND (p_mode <> 'exact' OR e.revision = p_expected + n.ordinal);
    IF matched = wanted THEN
      RETURN QUERY SELECT 'appended'::text, e.revision, e.epoch, e.xid, e.position
        FROM event_store.events e WHERE e.stream = p_stream AND e.revision = last_revision;
      RETURN;
    END IF;
  END IF;

  IF (p_mode = 'exact' AND current_revision <> p_expected) OR (p_mode = 'stream_exists' AND current_revision = -1) THEN
    RETURN QUERY SELECT 'conflict'::text, current_revision, NULL::integer, NULL::xid8, NULL::bigint;
    RETURN;
  END IF;

  SELECT p.epoch INTO current_epoch FROM event_store.epoch p;
  RETURN QUERY
    WITH written AS (
      INSERT INTO event_store.events (epoch, stream, revision, event_id, type, data, metadata)
      SELECT current_epoch, p_stream, current_revision + n.ordinal, n.id, n.type, n.data::json, n.metadata::json
        FROM unnest(p_ids, p_types, string_to_array(p_data, E'\\n'), string_to_array(p_metadata, E'\\n'))
          WITH ORDINALITY AS n (id, type, data, metadata, ordinal)
        ORDER BY n.ordinal
      RETURNING revision, epoch, xid, position
    )
    SELECT 'appended'::text, w.revision, w.epoch, w.xid, w.position FROM written w ORDER BY w.revision DESC LIMIT 1;
END
$append$;
`;

/** Advisory lock while a process creates the schema. Any number works if all processes use the same one. */
export const SCHEMA_LOCK = 4_026_531_841;
