/// What books are searched and grouped by: reference data of instruments, counterparties, and words about portfolio nodes.
let migration0011Books = #"""
  -- Reference data of instruments ---------------------------------------------------------------------------

  ALTER TABLE instrument
    ADD COLUMN name text NOT NULL DEFAULT '',
    ADD COLUMN issuer text,
    ADD COLUMN country text,
    ADD COLUMN sector text,
    ADD COLUMN rating text,
    ADD COLUMN vintage int2,
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
  -- Rows never change, so the table is written anew with what the records say. Records before this had no other fields.
  ALTER TABLE instrument
    ALTER COLUMN name TYPE text USING coalesce(terms::jsonb ->> 'name', ''),
    ALTER COLUMN issuer TYPE text USING terms::jsonb ->> 'issuer',
    ALTER COLUMN country TYPE text USING terms::jsonb ->> 'country',
    ALTER COLUMN sector TYPE text USING terms::jsonb ->> 'sector',
    ALTER COLUMN rating TYPE text USING terms::jsonb ->> 'rating';
  COMMENT ON COLUMN instrument.name IS 'As this, issuer to tags are the members of terms of the same names.';
  COMMENT ON COLUMN instrument.country IS 'Country of risk, ISO 3166 alpha-2.';
  COMMENT ON COLUMN instrument.vintage IS 'Year of issue, as given by the owner.';
  COMMENT ON COLUMN instrument.tags IS 'The owner''s words for grouping, ascending.';
  CREATE OR REPLACE VIEW instrument_latest AS
    SELECT i.* FROM instrument_current c JOIN instrument i USING (instrument_no);

  -- What searches look at, close together: all of it is read in less time than keys on it would cost every import.
  ALTER TABLE instrument_current
    ADD COLUMN product_type text,
    ADD COLUMN currency text,
    ADD COLUMN country text,
    ADD COLUMN sector text,
    ADD COLUMN issuer text,
    ADD COLUMN search_text text;
  UPDATE instrument_current c SET product_type = i.product_type, currency = i.currency, country = i.country,
    sector = i.sector, issuer = i.issuer,
    search_text = lower(concat_ws(E'\n', i.instrument_id, i.name, i.issuer))
  FROM instrument i WHERE i.instrument_no = c.instrument_no;
  COMMENT ON COLUMN instrument_current.search_text IS
    'Id, name and issuer in small letters, a line each; this and the columns before are those of the version.';

  -- Counterparties ------------------------------------------------------------------------------------------

  ALTER TABLE counterparty
    ALTER COLUMN counterparty_id TYPE text COLLATE "C",
    ADD COLUMN lei text CHECK (lei ~ '^[A-Z0-9]{18}[0-9]{2}$'),
    ADD COLUMN parent_counterparty_id text COLLATE "C" REFERENCES counterparty,
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
    ADD CHECK (parent_counterparty_id <> counterparty_id);
  CREATE INDEX counterparty_parent ON counterparty (parent_counterparty_id);
  COMMENT ON COLUMN counterparty.lei IS 'Legal entity identifier, ISO 17442; its check digits are checked before it is stored.';
  COMMENT ON COLUMN counterparty.parent_counterparty_id IS 'Who owns this one; null at the top of a group.';
  CREATE TRIGGER never_delete BEFORE DELETE OR TRUNCATE ON counterparty
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  -- Asked for at the end of a load by one statement; a foreign key would ask once per row.
  ALTER TABLE position ADD COLUMN counterparty_id text COLLATE "C";
  COMMENT ON COLUMN position.counterparty_id IS 'Who owes or stands across; null where the holder names nobody.';
  CREATE OR REPLACE VIEW position_detail AS
    SELECT s.snapshot_id AS position_snapshot_id, p.position_number, p.position_id, p.portfolio_id, i.instrument_id,
      i.version_hash AS instrument_version, p.product_type, i.currency, p.quantity, p.mark_clean_price, p.spread_bp,
      p.reported_value, p.counterparty_id
    FROM position p
    JOIN position_snapshot s ON s.snapshot_no = p.position_snapshot_no
    JOIN instrument i USING (instrument_no);

  -- Portfolio nodes -----------------------------------------------------------------------------------------

  ALTER TABLE portfolio
    ADD COLUMN description text NOT NULL DEFAULT '',
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}',
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
  COMMENT ON COLUMN portfolio.name IS 'For people; the last part of the path until somebody gives another.';
  COMMENT ON COLUMN portfolio.tags IS 'Words for grouping, ascending.';
  """#
