import Foundation

/// How a pool is expected to pay, as documents say it: speeds as text, models by name.
///
/// JSON: `{"prepayment": "150 PSA" | {"model": name}, "default": "2 CDR" | {"model": name}, "severity": 0.4 | [0.4, 0.35] |
/// {"model": name}, "liquidation_lag": 12, "servicer_advances": true}`; speeds by age of the loan as in `AssumedSpeed`. What is left out is
/// zero or false.
public struct PoolAssumptions: Hashable, Sendable {
  public typealias Prepayment = AssumedSpeed<PrepaymentSpeed>
  public typealias Default = AssumedSpeed<DefaultSpeed>

  /// Parts lost by month of liquidation, the last going on, or the name of a model.
  public enum Severity: Hashable, Sendable {
    case curve([Double])
    case model(String)
  }

  public var prepayment: Prepayment
  public var defaults: Default
  public var severity: Severity
  /// Months from default to liquidation, 0 to 120.
  public var liquidationLag: Int
  /// Whether the servicer advances interest and scheduled principal of loans in default.
  public var servicerAdvances: Bool
  /// Whether loans no longer default in their last months, as many as the lag; false for balloons.
  public var defaultsEndBeforeMaturity: Bool

  public init(
    prepayment: Prepayment = .speed(.none), defaults: Default = .speed(.none),
    severity: Severity = .curve([0]),
    liquidationLag: Int = 0, servicerAdvances: Bool = false, defaultsEndBeforeMaturity: Bool = true
  ) {
    self.prepayment = prepayment
    self.defaults = defaults
    self.severity = severity
    self.liquidationLag = liquidationLag
    self.servicerAdvances = servicerAdvances
    self.defaultsEndBeforeMaturity = defaultsEndBeforeMaturity
  }

  /// Whether any of the three comes from a model, which needs an economy.
  public var usesModels: Bool {
    if case .model = prepayment { return true }
    if case .model = defaults { return true }
    if case .model = severity { return true }
    return false
  }

  /// The assumptions with models looked up by name. Throws for a name that `models` does not have.
  public func resolved(
    _ models: CollateralModels = CollateralModels(), economy: CollateralEconomy? = nil
  ) throws(CollateralError) -> CollateralAssumptions {
    var resolved = CollateralAssumptions(
      liquidationLag: liquidationLag, servicerAdvances: servicerAdvances,
      defaultsEndBeforeMaturity: defaultsEndBeforeMaturity, economy: economy)
    switch prepayment {
    case .speed(let speed): resolved.prepayment = .speed(speed)
    case .model(let name):
      resolved.prepayment = .model(try PoolAssumptions.model(name, "prepayment", models.prepayment))
    }
    switch defaults {
    case .speed(let speed): resolved.defaults = .speed(speed)
    case .model(let name):
      resolved.defaults = .model(try PoolAssumptions.model(name, "default", models.defaults))
    }
    switch severity {
    case .curve(let curve): resolved.severity = .curve(curve)
    case .model(let name):
      resolved.severity = .model(try PoolAssumptions.model(name, "severity", models.severity))
    }
    return resolved
  }

  private static func model<Model>(
    _ name: String, _ kind: String, _ models: [String: Model]
  ) throws(CollateralError) -> Model {
    if let model = models[name] { return model }
    let known =
      models.isEmpty ? "there are none" : "there are \(models.keys.sorted().joined(separator: ", "))"
    throw CollateralError(message: "'\(name)' is not a model of \(kind); \(known)")
  }
}

extension PoolAssumptions.Severity {
  /// Reads `40%`, `0.4` or `40%, 35%`: what is lost of a balance, by month of liquidation, the last going on.
  public init(text: String) throws(CollateralError) {
    var curve: [Double] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = word.trimmingCharacters(in: .whitespaces)
      let isPercent = word.hasSuffix("%")
      guard let part = Double(isPercent ? "\(word.dropLast())e-2" : word), (0...1).contains(part) else {
        throw CollateralError(message: "'\(word)' is not a part of a balance; write 40% or 0.4")
      }
      curve.append(part)
    }
    self = .curve(curve)
  }
}
