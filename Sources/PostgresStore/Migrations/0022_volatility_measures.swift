/// Sensitivity to volatility; the view of risk figures names its number already.
let migration0022VolatilityMeasures = #"""
  INSERT INTO measure (measure_no, name) VALUES (26, 'VEGA');
  """#
