/// A view that knows vectors of one value, of measures that are wanted on the base market alone, and what is said of columns.
let migration0007BaseMeasures = #"""
  CREATE OR REPLACE VIEW valuation_result_by_scenario AS
    SELECT r.run_id, v.run_no, p.position_id, v.position_number, s.scenario_id, s.ordinal AS scenario_ordinal,
      m.name AS measure, v.factor, v."values"[s.ordinal] AS value,
      CASE WHEN v."values"[s.ordinal] IS NULL THEN coalesce(v.reasons -> s.scenario_id, v.reasons -> '*') END AS reason
    FROM valuation_result v
    JOIN run r ON r.run_no = v.run_no
    JOIN measure m ON m.measure_no = v.measure_no
    JOIN position p
      ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
    JOIN run_scenario s ON s.run_no = v.run_no AND s.ordinal <= cardinality(v."values");
  COMMENT ON COLUMN valuation_result."values" IS
    'By run_scenario.ordinal; null where reasons tells why. One value where the measure was wanted on BASE only.';

  COMMENT ON COLUMN position.bucket_hash IS
    '16-bit hash of a block of 16 neighbours, in older snapshots of position_id; a bucket of a run is an equal range of hashes.';
  COMMENT ON COLUMN node_result.position_count IS 'Positions to which the measure applies, those with gaps included.';
  COMMENT ON COLUMN node_result.gap_count IS 'Of these, positions without a value in some scenario, left out there.';
  """#
