/// The shape of a curve that is fitted to bonds.
public enum CurveForm: Sendable, Hashable, Codable {
  /// Four numbers: level, slope, one hump and where it lies.
  case nelsonSiegel
  /// Six numbers: two humps.
  case svensson
  /// Zero rates on a natural cubic spline, smooth at the price of `roughness` times the integral of their squared second
  /// derivative; `nil` lets generalised cross-validation choose.
  case smoothingSpline(roughness: Double?)
}
