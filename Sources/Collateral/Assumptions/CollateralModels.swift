/// Models of prepayment, default and severity by their names.
public struct CollateralModels: Hashable, Sendable {
  public var prepayment: [String: PrepaymentModel]
  public var defaults: [String: DefaultModel]
  public var severity: [String: SeverityModel]

  public init(
    prepayment: [PrepaymentModel] = [], defaults: [DefaultModel] = [], severity: [SeverityModel] = []
  ) {
    self.prepayment = Dictionary(prepayment.map { ($0.name, $0) }) { $1 }
    self.defaults = Dictionary(defaults.map { ($0.name, $0) }) { $1 }
    self.severity = Dictionary(severity.map { ($0.name, $0) }) { $1 }
  }
}
