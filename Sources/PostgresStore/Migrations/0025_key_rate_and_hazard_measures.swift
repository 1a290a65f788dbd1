/// Durations by key rate and hazard rates. The view takes both in, as sensitivities and beside probabilities of default.
let migration0025KeyRateAndHazardMeasures = #"""
  INSERT INTO measure (measure_no, name) VALUES (38, 'KEY_RATE_DURATION'), (39, 'HAZARD_RATE');

  CREATE OR REPLACE VIEW risk_metrics AS
    SELECT r.run_id, v.run_no, p.position_id, m.name AS metric_type, v.factor, s.scenario_id,
      v."values"[1] AS base_value, v."values"[s.ordinal] AS metric_value
    FROM valuation_result v
    JOIN run r ON r.run_no = v.run_no
    JOIN measure m ON m.measure_no = v.measure_no
    JOIN position p
      ON p.position_snapshot_no = r.position_snapshot_no AND p.position_number = v.position_number
    JOIN run_scenario s ON s.run_no = v.run_no
    WHERE (v.measure_no BETWEEN 8 AND 16 OR v.measure_no IN (21, 22, 24, 25, 26, 27, 34, 35, 36, 37, 38, 39))
      AND v."values"[s.ordinal] IS NOT NULL;
  """#
