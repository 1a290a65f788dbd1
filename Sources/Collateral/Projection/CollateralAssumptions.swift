public import DatesAndConventions

/// How a pool is expected to pay.
public struct CollateralAssumptions: Sendable {
  /// Where prepayment comes from.
  public enum Prepayment: Sendable {
    case speed(PrepaymentSpeed)
    /// Needs an economy.
    case model(PrepaymentModel)
  }

  /// Where defaults come from.
  public enum Default: Sendable {
    case speed(DefaultSpeed)
    /// Needs an economy.
    case model(DefaultModel)
  }

  /// What is lost of a loan's balance at default once it is liquidated.
  public enum Severity: Sendable {
    /// A part by month of liquidation; the last goes on. Not empty.
    case curve([Double])
    /// Needs an economy.
    case model(SeverityModel)
  }

  public var prepayment: Prepayment
  public var defaults: Default
  public var severity: Severity
  /// Months from default to liquidation.
  public var liquidationLag: Int
  /// Whether the servicer pays interest and scheduled principal of loans in default until they are liquidated, except a loan's
  /// last payment. What was advanced of principal comes back to it out of the recovery.
  public var servicerAdvances: Bool
  /// Whether loans no longer default in their last months, as many as the lag (Standard Formulas SF-17 i). To be false for
  /// balloons, whose last payment is the one in doubt; liquidation then goes on after maturity.
  public var defaultsEndBeforeMaturity: Bool
  /// Of speeds and severities, whether they come from units or from models.
  public var multipliers: SpeedMultipliers
  public var indexRates: IndexRates
  /// Calendar month of the first payments, for interest by the day; `nil` to take the economy's, or the same days for all months where there is none.
  public var firstMonth: YearMonth?
  /// What models look at; `nil` where there are only speeds and curves.
  public var economy: CollateralEconomy?

  public init(
    prepayment: Prepayment = .speed(.none), defaults: Default = .speed(.none),
    severity: Severity = .curve([0]),
    liquidationLag: Int = 0, servicerAdvances: Bool = false, defaultsEndBeforeMaturity: Bool = true,
    multipliers: SpeedMultipliers = .none, indexRates: IndexRates = IndexRates(),
    firstMonth: YearMonth? = nil, economy: CollateralEconomy? = nil
  ) {
    self.prepayment = prepayment
    self.defaults = defaults
    self.severity = severity
    self.liquidationLag = liquidationLag
    self.servicerAdvances = servicerAdvances
    self.defaultsEndBeforeMaturity = defaultsEndBeforeMaturity
    self.multipliers = multipliers
    self.indexRates = indexRates
    self.firstMonth = firstMonth
    self.economy = economy
  }
}
