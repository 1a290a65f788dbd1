/// The shape of a curve that is fitted to bonds.
public enum CurveForm: Sendable, Hashable {
  /// Four numbers: level, slope, one hump and where it lies.
  case nelsonSiegel
  /// Six numbers: two humps.
  case svensson
  /// Zero rates on a natural cubic spline, smooth at the price of `roughness` times the integral of their squared second
  /// derivative; `nil` lets generalised cross-validation choose.
  case smoothingSpline(roughness: Double?)
}

/// Wire form: `{"form": "svensson"}`, or `{"form": "smoothing_spline", "roughness": 0.0001}`.
extension CurveForm: Codable {
  private enum Key: String, CodingKey { case form, roughness }

  private enum Name: String, Codable, CaseIterable {
    case nelsonSiegel = "nelson_siegel"
    case svensson
    case smoothingSpline = "smoothing_spline"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Name.self, forKey: .form) {
    case .nelsonSiegel: self = .nelsonSiegel
    case .svensson: self = .svensson
    case .smoothingSpline:
      self = .smoothingSpline(roughness: try container.decodeIfPresent(Double.self, forKey: .roughness))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .nelsonSiegel: try container.encode(Name.nelsonSiegel, forKey: .form)
    case .svensson: try container.encode(Name.svensson, forKey: .form)
    case .smoothingSpline(let roughness):
      try container.encode(Name.smoothingSpline, forKey: .form)
      try container.encodeIfPresent(roughness, forKey: .roughness)
    }
  }
}
