/// The measure of floating coupons.
let migration0019FloatingMeasures = #"""
  INSERT INTO measure (measure_no, name) VALUES (23, 'DISCOUNT_MARGIN');
  """#
