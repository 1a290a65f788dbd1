/// Versions of deal packages, and their way from upload to archive.
let migration0027Deals = #"""
  CREATE TABLE deal_version (
    deal_id text COLLATE "C" NOT NULL CHECK (deal_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    version int NOT NULL CHECK (version >= 1),
    as_of date NOT NULL,
    document text NOT NULL,
    document_hash text COLLATE "C" NOT NULL
      CHECK (document_hash = 'sha256:' || encode(sha256(convert_to(document, 'UTF8')), 'hex')),
    note text NOT NULL,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (deal_id, version),
    UNIQUE (document_hash)
  );
  COMMENT ON TABLE deal_version IS 'Every version of every deal package; rows never change.';
  COMMENT ON COLUMN deal_version.document IS 'Canonical JSON of the package; document_hash is its SHA-256, by which runs name it.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON deal_version
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE TABLE deal_event (
    deal_id text COLLATE "C" NOT NULL,
    version int NOT NULL,
    event_no int NOT NULL CHECK (event_no >= 1),
    state text NOT NULL CHECK (state IN ('UPLOADED', 'VALIDATED', 'APPROVED', 'ACTIVE', 'ARCHIVED', 'REJECTED')),
    actor text NOT NULL CHECK (actor <> ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    comment text NOT NULL,
    PRIMARY KEY (deal_id, version, event_no),
    FOREIGN KEY (deal_id, version) REFERENCES deal_version,
    CHECK (state NOT IN ('APPROVED', 'REJECTED', 'ARCHIVED') OR comment <> '')
  );
  COMMENT ON TABLE deal_event IS 'The states that versions of deals have come to, with who and why; the last counts. Rows never change.';
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON deal_event
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_person(name text) RETURNS text IMMUTABLE LANGUAGE sql AS
    $$ SELECT lower(regexp_replace(btrim(name), '\s+', ' ', 'g')) $$;
  COMMENT ON FUNCTION tenor_person IS 'The same for spellings of one name.';

  CREATE FUNCTION tenor_check_deal_event() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    last_state text;
    last_event int;
    author text;
  BEGIN
    -- One at a time: the next one sees what this one leaves.
    PERFORM pg_advisory_xact_lock(hashtextextended('deal ' || NEW.deal_id, NEW.version));
    SELECT state, event_no INTO last_state, last_event FROM deal_event e
      WHERE (e.deal_id, e.version) = (NEW.deal_id, NEW.version) ORDER BY event_no DESC LIMIT 1;
    SELECT created_by INTO author FROM deal_version v WHERE (v.deal_id, v.version) = (NEW.deal_id, NEW.version);
    IF NEW.event_no <> coalesce(last_event, 0) + 1 OR NOT (CASE NEW.state
      WHEN 'UPLOADED' THEN last_state IS NULL
      WHEN 'VALIDATED' THEN last_state IS NOT DISTINCT FROM 'UPLOADED'
      WHEN 'APPROVED' THEN last_state IS NOT DISTINCT FROM 'VALIDATED'
      WHEN 'REJECTED' THEN coalesce(last_state, '') IN ('UPLOADED', 'VALIDATED')
      WHEN 'ACTIVE' THEN last_state IS NOT DISTINCT FROM 'APPROVED'
      WHEN 'ARCHIVED' THEN coalesce(last_state, '') IN ('APPROVED', 'ACTIVE')
    END) THEN
      RAISE EXCEPTION 'version % of deal % is %; it cannot become %', NEW.version, NEW.deal_id,
        coalesce(last_state, 'new'), NEW.state USING ERRCODE = 'TN001';
    END IF;
    IF NEW.state = 'APPROVED' AND tenor_person(NEW.actor) = tenor_person(author) THEN
      RAISE EXCEPTION 'version % of deal % is approved by another person than its author', NEW.version, NEW.deal_id
        USING ERRCODE = 'TN001';
    END IF;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION tenor_check_deal_event IS
    'Trigger: states follow one another, and authors approve nothing of theirs.';
  CREATE TRIGGER follows BEFORE INSERT ON deal_event FOR EACH ROW EXECUTE FUNCTION tenor_check_deal_event();

  CREATE VIEW deal_state AS
    SELECT DISTINCT ON (e.deal_id, e.version) e.deal_id, e.version, e.state, e.actor, e.at, e.comment
    FROM deal_event e ORDER BY e.deal_id, e.version, e.event_no DESC;
  COMMENT ON VIEW deal_state IS 'The state that each version of a deal has now. APPROVED and ACTIVE ones serve runs.';
  """#
