public import NumericalMethods

/// A move of volatilities by expiry and tenor, for scenarios and for the vega of each bucket.
public struct VolatilityShift: Sendable, Hashable {
  public enum Move: String, Sendable, Hashable, CaseIterable {
    /// The amount is added: 0.0001 is a basis point of normal, or a hundredth of a percentage point of lognormal volatility.
    case absolute
    /// The amount is a part of the volatility: 0.1 makes it a tenth larger.
    case relative
  }

  public let move: Move
  /// Amounts by years to expiry, in rows, and years of tenor, in columns; linear between, constant beyond. Surfaces without a
  /// tenor look at tenor 0.
  public let amounts: BilinearGrid

  public init(_ move: Move, _ amounts: BilinearGrid) {
    self.move = move
    self.amounts = amounts
  }

  /// The same amount everywhere.
  public static func parallel(_ move: Move, _ amount: Double) -> VolatilityShift {
    VolatilityShift(move, BilinearGrid(constant: amount))
  }

  /// The amount at one node, falling to 0 at its neighbours: those of all nodes add up to the parallel shift.
  ///
  /// Precondition: expiries and tenors ascend; the node is one of theirs.
  public static func bucket(
    _ move: Move, _ amount: Double, expiry: Int, tenor: Int = 0, expiries: [Double], tenors: [Double] = [0]
  ) -> VolatilityShift {
    var values = [Double](repeating: 0, count: expiries.count * tenors.count)
    values[expiry * tenors.count + tenor] = amount
    return VolatilityShift(move, BilinearGrid(rows: expiries, columns: tenors, values: values))
  }

  /// The volatility after the move; never below 0.
  public func applied(to volatility: Double, expiry: Double, tenor: Double) -> Double {
    let amount = amounts(expiry, tenor)
    return switch move {
    case .absolute: max(0, volatility + amount)
    case .relative: max(0, volatility * (1 + amount))
    }
  }
}

extension [VolatilityShift] {
  /// The volatility after all moves, one after the other.
  func applied(to volatility: Double, expiry: Double, tenor: Double = 0) -> Double {
    reduce(volatility) { $1.applied(to: $0, expiry: expiry, tenor: tenor) }
  }
}
