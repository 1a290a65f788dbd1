/// Measures of spread, fair rates, quotes and time. The view takes in those that are sensitivities or changes of value.
let migration0023SpreadAndTimeMeasures = #"""
  INSERT INTO measure (measure_no, name) VALUES
    (22, 'PAR_DV01'), (29, 'YIELD_TO_CALL'), (30, 'I_SPREAD'), (31, 'ASSET_SWAP_SPREAD'), (32, 'PAR_RATE'),
    (34, 'THETA'), (35, 'ROLL_DOWN'), (36, 'CARRY'), (37, 'DEFAULT_PROBABILITY');

  CREATE OR REPLACE VIEW risk_metrics AS
    SELECT r.run_id, v.run_no, p.position_id, m.name AS metric_type, v.factor, s.scenario_id,
      v."values"[1] AS base_value, v."values"[s.ordinal] AS metric_value
    FROM valuation_result v
    JOIN run r ON r.run_no = v.run_no
    JOIN measure m ON m.measure_no = v.measure_no
    JOIN position p
      ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
    JOIN run_scenario s ON s.run_no = v.run_no
    WHERE (v.measure_no BETWEEN 8 AND 16 OR v.measure_no IN (21, 22, 24, 25, 26, 27, 34, 35, 36, 37))
      AND v."values"[s.ordinal] IS NOT NULL;
  """#
