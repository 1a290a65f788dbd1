/// What a bond of a deal got; columns have one value a period.
public struct BondFlows: Equatable, Sendable {
  public let name: String
  public private(set) var openingBalance: [Double] = []
  /// At the end of the period.
  public private(set) var balance: [Double] = []
  /// What interest accrued on.
  public private(set) var notional: [Double] = []
  /// Annual, as a decimal; 0 for exchangeable classes.
  public private(set) var rate: [Double] = []
  /// Accrued in the period, with what was left unpaid before.
  public private(set) var interestDue: [Double] = []
  /// Paid in cash.
  public private(set) var interest: [Double] = []
  /// Interest added to the balance.
  public private(set) var accretion: [Double] = []
  /// Interest left unpaid at the end of the period.
  public private(set) var shortfall: [Double] = []
  public private(set) var principal: [Double] = []
  /// Paid to a residual's holder.
  public private(set) var residual: [Double] = []
  public private(set) var writtenDown: [Double] = []
  public private(set) var writtenUp: [Double] = []

  init(name: String) { self.name = name }

  /// Zeros to add to.
  init(name: String, zeros count: Int) {
    self.name = name
    for column in BondFlows.columns { self[keyPath: column] = [Double](repeating: 0, count: count) }
  }

  mutating func reserve(_ count: Int) {
    for column in BondFlows.columns { self[keyPath: column].reserveCapacity(count) }
  }

  mutating func append(_ bond: DealState<Double>.Bond) {
    openingBalance.append(bond.openingBalance)
    balance.append(bond.balance)
    notional.append(bond.notional)
    rate.append(bond.rate)
    interestDue.append(bond.interestDue)
    interest.append(bond.interestPaid)
    accretion.append(bond.interestAccreted)
    shortfall.append(bond.interestUnpaid)
    principal.append(bond.principalPaid)
    residual.append(bond.residualPaid)
    writtenDown.append(bond.writtenDown)
    writtenUp.append(bond.writtenUp)
  }

  /// The bond in a period, from 0, as the period left it.
  func bond(_ period: Int) -> DealState<Double>.Bond {
    var bond = DealState<Double>.Bond(originalBalance: openingBalance[0], balance: balance[period])
    bond.openingBalance = openingBalance[period]
    bond.interestPaid = interest[period]
    bond.interestAccreted = accretion[period]
    bond.principalPaid = principal[period]
    bond.residualPaid = residual[period]
    bond.writtenDown = writtenDown[period]
    bond.writtenUp = writtenUp[period]
    return bond
  }

  /// Adds a share of another's amounts; rates stay as they are.
  mutating func add(_ other: BondFlows, share: Double) {
    for column in BondFlows.columns where column != \.rate {
      for period in self[keyPath: column].indices {
        self[keyPath: column][period] += share * other[keyPath: column][period]
      }
    }
  }

  private static var columns: [WritableKeyPath<BondFlows, [Double]>] {
    [
      \.openingBalance, \.balance, \.notional, \.rate, \.interestDue, \.interest, \.accretion, \.shortfall,
      \.principal,
      \.residual, \.writtenDown, \.writtenUp,
    ]
  }
}

extension BondFlows {
  /// Cash in a period, from 0.
  public func cash(_ period: Int) -> Double { interest[period] + principal[period] + residual[period] }

  /// Balance at the beginning, and what interest made of it, that is never paid.
  public var principalLoss: Double {
    max(0, (openingBalance.first ?? 0) + accretion.reduce(0, +) - principal.reduce(0, +))
  }

  /// The last period, from 1, in which more than half a cent of principal is paid; `nil` without principal.
  public var lastPrincipalPeriod: Int? { principal.lastIndex { $0 > 0.005 }.map { $0 + 1 } }

  /// The first period, from 1, in which more than half a cent of principal is paid; `nil` without principal.
  public var firstPrincipalPeriod: Int? { principal.firstIndex { $0 > 0.005 }.map { $0 + 1 } }

  /// Years to principal, weighted by its amounts, a period being `monthsPerPeriod` months; `nil` without principal.
  public func weightedAverageLife(monthsPerPeriod: Int = 1) -> Double? {
    let total = principal.reduce(0, +)
    guard total > 0 else { return nil }
    var weighted = 0.0
    for (period, amount) in principal.enumerated() {
      weighted += amount * Double((period + 1) * monthsPerPeriod)
    }
    return weighted / total / 12
  }
}
