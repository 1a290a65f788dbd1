/// A class of a deal: its balance, and what interest falls due on it.
///
/// Whether it is senior, a support or a residual is said by the waterfall alone.
public struct DealBond: Equatable, Sendable {
  public let name: String
  /// At the start of the run, in the deal's currency; 0 for an IO or a residual.
  public let balance: Double
  /// Balance when the deal closed, for the factor; `nil` for `balance`.
  public let originalBalance: Double?
  /// Annual rate as a decimal, looked up when the period opens; 0 for a PO or a residual.
  public let coupon: Formula
  /// What interest accrues on, when the period opens; `nil` for the bond's own balance.
  public let notional: Formula?
  public let dayCount: DealDayCount
  /// Whether interest that was not paid accrues interest at the coupon.
  public let interestOnShortfall: Bool

  public init(
    name: String, balance: Double, originalBalance: Double? = nil, coupon: Formula = 0.0,
    notional: Formula? = nil,
    dayCount: DealDayCount = .thirty360, interestOnShortfall: Bool = true
  ) {
    self.name = name
    self.balance = balance
    self.originalBalance = originalBalance
    self.coupon = coupon
    self.notional = notional
    self.dayCount = dayCount
    self.interestOnShortfall = interestOnShortfall
  }
}

extension DealBond: Decodable {
  private enum Key: String, CodingKey {
    case name, balance, originalBalance, coupon, notional, dayCount, interestOnShortfall
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      balance: try container.decodeIfPresent(Double.self, forKey: .balance) ?? 0,
      originalBalance: try container.decodeIfPresent(Double.self, forKey: .originalBalance),
      coupon: try container.decodeIfPresent(Formula.self, forKey: .coupon) ?? 0.0,
      notional: try container.decodeIfPresent(Formula.self, forKey: .notional),
      dayCount: try container.decodeIfPresent(DealDayCount.self, forKey: .dayCount) ?? .thirty360,
      interestOnShortfall: try container.decodeIfPresent(Bool.self, forKey: .interestOnShortfall) ?? true)
  }
}

/// How a period becomes a fraction of a year.
public enum DealDayCount: String, Sendable, Decodable, CaseIterable {
  /// Months of 30 days: a twelfth of a year each.
  case thirty360 = "30/360"
  /// Days from payment to payment, over 360.
  case actual360 = "ACT/360"
  /// Days from payment to payment, over 365.
  case actual365 = "ACT/365F"
}

/// Bonds that formulas sum under one name.
public struct BondClass: Equatable, Sendable, Decodable {
  public let name: String
  public let bonds: [String]

  public init(name: String, bonds: [String]) {
    self.name = name
    self.bonds = bonds
  }
}

/// Shares of bonds that their holder exchanges for one class, which then has the sum of their cash.
public struct ExchangeableClass: Equatable, Sendable, Decodable {
  public let name: String
  public let parts: [Part]

  /// A share of one bond.
  public struct Part: Equatable, Sendable, Decodable {
    public let bond: String
    /// Above 0, at most 1.
    public let share: Double

    public init(bond: String, share: Double) {
      self.bond = bond
      self.share = share
    }
  }

  public init(name: String, parts: [Part]) {
    self.name = name
    self.parts = parts
  }
}
