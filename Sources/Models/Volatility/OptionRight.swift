/// What the holder of an option may do.
public enum OptionRight: String, Sendable, Hashable, CaseIterable {
  /// Buy at the strike: a caplet, a payer swaption.
  case call
  /// Sell at the strike: a floorlet, a receiver swaption.
  case put

  /// 1 for a call, −1 for a put.
  public var sign: Double {
    switch self {
    case .call: 1
    case .put: -1
    }
  }

  public var opposite: OptionRight {
    switch self {
    case .call: .put
    case .put: .call
    }
  }
}
