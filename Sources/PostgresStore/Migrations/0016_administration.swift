/// Keys under which clients ask for a user or a key exactly once; every version of a counterparty.
let migration0016Administration = #"""
  CREATE TABLE access_idempotency (
    key_hash text COLLATE "C" PRIMARY KEY CHECK (key_hash ~ '^[0-9a-f]{64}$'),
    fingerprint text COLLATE "C" NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    object_id text COLLATE "C" NOT NULL CHECK (object_id <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE access_idempotency IS 'The user or key that was made for each idempotency key.';
  COMMENT ON COLUMN access_idempotency.key_hash IS 'SHA-256 of the kind of object and the key as the client sent it.';
  COMMENT ON COLUMN access_idempotency.fingerprint IS 'SHA-256 of the request that the key was first sent with.';
  COMMENT ON COLUMN access_idempotency.object_id IS 'The name of the user, or the public part of the key.';

  CREATE TABLE counterparty_version (
    counterparty_id text COLLATE "C" NOT NULL REFERENCES counterparty,
    version_no int NOT NULL CHECK (version_no >= 1),
    name text NOT NULL,
    lei text,
    country text,
    sector text,
    credit_rating text,
    parent_counterparty_id text COLLATE "C",
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (counterparty_id, version_no)
  );
  COMMENT ON TABLE counterparty_version IS
    'What each counterparty was said to be; the last version is the one in counterparty.';
  INSERT INTO counterparty_version (counterparty_id, version_no, name, lei, country, sector, credit_rating,
    parent_counterparty_id, stored_at)
  SELECT counterparty_id, 1, name, lei, country, sector, credit_rating, parent_counterparty_id, changed_at
  FROM counterparty;
  CREATE TRIGGER never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON counterparty_version
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  CREATE FUNCTION tenor_keep_counterparty_version() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO counterparty_version (counterparty_id, version_no, name, lei, country, sector, credit_rating,
      parent_counterparty_id)
    SELECT w.counterparty_id, 1 + coalesce(max(v.version_no), 0), w.name, w.lei, w.country, w.sector, w.credit_rating,
      w.parent_counterparty_id
    FROM written w LEFT JOIN counterparty_version v USING (counterparty_id)
    GROUP BY w.counterparty_id, w.name, w.lei, w.country, w.sector, w.credit_rating, w.parent_counterparty_id;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION tenor_keep_counterparty_version IS 'Trigger: whatever is written of a counterparty is kept.';
  CREATE TRIGGER keep_new AFTER INSERT ON counterparty REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_keep_counterparty_version();
  CREATE TRIGGER keep_changed AFTER UPDATE ON counterparty REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_keep_counterparty_version();
  """#
