/// The standard error of values that are simulated.
let migration0024SimulationMeasures = #"""
  INSERT INTO measure (measure_no, name) VALUES (28, 'MC_STANDARD_ERROR');
  """#
