/// References and keys that a million rows at once can afford.
let migration0004Ingestion = #"""
  -- A foreign key asks once per row. This asks once per statement, and more: that the version is of this instrument.
  -- Versions are never changed or deleted, so nothing has to be watched from their side.
  ALTER TABLE instrument_current DROP CONSTRAINT instrument_current_instrument_no_fkey;
  CREATE FUNCTION tenor_refuse_unknown_version() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM written w LEFT JOIN instrument i USING (instrument_no)
      WHERE i.instrument_id IS DISTINCT FROM w.instrument_id
    ) THEN
      RAISE EXCEPTION '% of % refused: the number is not that of a version of the instrument', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'instrument_current_version';
    END IF;
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION tenor_refuse_unknown_version IS
    'Trigger of instrument_current: every number is that of a stored version of the same instrument.';
  CREATE TRIGGER inserted_version AFTER INSERT ON instrument_current REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_unknown_version();
  CREATE TRIGGER updated_version AFTER UPDATE ON instrument_current REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_unknown_version();
  CREATE TRIGGER never_delete BEFORE DELETE OR TRUNCATE ON instrument_current
    FOR EACH STATEMENT EXECUTE FUNCTION tenor_refuse_change();

  -- The number first: it tells almost all rows apart, and numbers are quicker to sort than texts.
  DROP INDEX position_bucket;
  CREATE INDEX position_bucket ON position (bucket_hash, product_type);
  """#
