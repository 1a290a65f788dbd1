/// When instruments mature, beside their terms, so that positions can be grouped by it.
let migration0013Maturity = #"""
  ALTER TABLE instrument ADD COLUMN maturity date;
  -- Rows never change, so the table is written anew with what the terms say.
  ALTER TABLE instrument ALTER COLUMN maturity TYPE date
    USING (coalesce(terms::jsonb ->> 'maturity', terms::jsonb ->> 'settlement_date'))::date;
  COMMENT ON COLUMN instrument.maturity IS 'Of terms: the day of the last payment; null where they do not tell it.';
  CREATE OR REPLACE VIEW instrument_latest AS
    SELECT i.* FROM instrument_current c JOIN instrument i USING (instrument_no);
  """#
