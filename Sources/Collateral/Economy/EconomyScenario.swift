import Foundation

/// A course of the economy after the valuation date, for models of prepayment, default and loss.
///
/// Paths have one value a quarter, the first at the valuation date; months between quarters lie straight between them, and the last value
/// goes on. A path that is left out leaves what the market has.
public struct EconomyScenario: Hashable, Sendable {
  /// An index of house prices in any unit: prices move as it does, in the nation and in every region.
  public var housePrices: [Double]?
  /// Part of the labour force without work, decimals.
  public var unemployment: [Double]?
  /// Of new loans, decimals a year: what months after the valuation date have, whatever curves do. Rates that are simulated follow the
  /// curves instead.
  public var mortgageRates: [Double]?
  /// Added to mortgage rates from the valuation date on, a decimal a year.
  public var mortgageRateShift: Double
  public var multipliers: SpeedMultipliers

  public init(
    housePrices: [Double]? = nil, unemployment: [Double]? = nil, mortgageRates: [Double]? = nil,
    mortgageRateShift: Double = 0, multipliers: SpeedMultipliers = .none
  ) {
    self.housePrices = housePrices
    self.unemployment = unemployment
    self.mortgageRates = mortgageRates
    self.mortgageRateShift = mortgageRateShift
    self.multipliers = multipliers
  }

  /// What is out of its range, each with the member's name; empty when nothing is.
  public var problems: [String] {
    var problems: [String] = []
    if let housePrices,
      !(1...400).contains(housePrices.count) || !housePrices.allSatisfy({ $0 > 0 && $0.isFinite })
    {
      problems.append("economy.house_prices are not 1 to 400 levels above 0, the first at the valuation date")
    }
    if let unemployment,
      !(1...400).contains(unemployment.count) || !unemployment.allSatisfy({ (0...1).contains($0) })
    {
      problems.append(
        "economy.unemployment are not 1 to 400 parts between 0 and 1, the first at the valuation date")
    }
    if let mortgageRates,
      !(1...400).contains(mortgageRates.count) || !mortgageRates.allSatisfy({ (0...1).contains($0) })
    {
      problems.append(
        "economy.mortgage_rates are not 1 to 400 decimals between 0 and 1, the first at the valuation date")
    }
    if !(-0.2...0.2).contains(mortgageRateShift) {
      problems.append("economy.mortgage_rate_shift \(mortgageRateShift) is not between -0.2 and 0.2")
    }
    for (name, value) in [
      ("prepayment", multipliers.prepayment), ("default", multipliers.defaults),
      ("severity", multipliers.severity),
    ] where !(0...100).contains(value) {
      problems.append("economy.\(name)_multiplier \(value) is not between 0 and 100")
    }
    return problems
  }

  /// The economy on this course: its history is kept, what comes after is the scenario's where that has a path.
  public func applied(to economy: CollateralEconomy) -> CollateralEconomy {
    CollateralEconomy(
      firstMonth: economy.firstMonth,
      mortgageRates: changedRates(economy.mortgageRates),
      housePrices: economy.housePrices.mapValues(moved),
      nationalHousePrices: moved(economy.nationalHousePrices),
      unemployment: unemployment.map { path in
        economy.unemployment.changed(months: 3 * (path.count - 1)) { EconomyScenario.value(path, month: $0) }
      } ?? economy.unemployment)
  }

  private func changedRates(_ rates: MonthSeries) -> MonthSeries {
    guard mortgageRates != nil || mortgageRateShift != 0 else { return rates }
    let months = mortgageRates.map { max(1, 3 * ($0.count - 1)) } ?? rates.lastMonth
    return rates.changed(months: months) { month in
      // Month 0 is what curves say today, which simulated rates start from.
      let path = month > 0 ? mortgageRates : nil
      return (path.map { EconomyScenario.value($0, month: month) } ?? rates.value(month)) + mortgageRateShift
    }
  }

  private func moved(_ prices: MonthSeries) -> MonthSeries {
    guard let housePrices else { return prices }
    return prices.changed(months: 3 * (housePrices.count - 1)) { month in
      prices.value(0) * EconomyScenario.value(housePrices, month: month) / housePrices[0]
    }
  }

  /// Of a path by quarter.
  private static func value(_ path: [Double], month: Int) -> Double {
    let quarter = min(month / 3, path.count - 1)
    guard quarter + 1 < path.count else { return path[quarter] }
    return path[quarter] + (path[quarter + 1] - path[quarter]) * Double(month % 3) / 3
  }

  /// The scenario that lies on the line from `base` to this one: 0 is `base`, 1 this one, more goes beyond. House prices move by
  /// powers of their change, the rest in proportion; unemployment and mortgage rates stay between 0 and 1.
  public func scaled(_ part: Double, from base: EconomyScenario) -> EconomyScenario {
    func line(_ from: Double, _ to: Double) -> Double { from + part * (to - from) }
    var scaled = EconomyScenario(
      mortgageRateShift: line(base.mortgageRateShift, mortgageRateShift),
      multipliers: SpeedMultipliers(
        prepayment: max(0, line(base.multipliers.prepayment, multipliers.prepayment)),
        defaults: max(0, line(base.multipliers.defaults, multipliers.defaults)),
        severity: max(0, line(base.multipliers.severity, multipliers.severity))))
    if housePrices != nil || base.housePrices != nil {
      scaled.housePrices = EconomyScenario.merged(base.priceChanges, priceChanges, standing: 1) { from, to in
        pow(from, 1 - part) * pow(to, part)
      }
    }
    if let today = unemployment?.first ?? base.unemployment?.first {
      scaled.unemployment = EconomyScenario.merged(base.unemployment, unemployment, standing: today) {
        from, to in
        min(1, max(0, line(from, to)))
      }
    }
    if let today = mortgageRates?.first ?? base.mortgageRates?.first {
      scaled.mortgageRates = EconomyScenario.merged(base.mortgageRates, mortgageRates, standing: today) {
        from, to in
        min(1, max(0, line(from, to)))
      }
    }
    return scaled
  }

  /// House prices over those of the valuation date.
  private var priceChanges: [Double]? { housePrices.map { path in path.map { $0 / path[0] } } }

  /// Two paths value by value, the shorter going on; a path that is missing stands at `standing`.
  private static func merged(
    _ first: [Double]?, _ second: [Double]?, standing: Double, _ merge: (Double, Double) -> Double
  ) -> [Double] {
    func value(_ path: [Double]?, _ index: Int) -> Double {
      guard let path else { return standing }
      return path[min(index, path.count - 1)]
    }
    return (0..<max(first?.count ?? 0, second?.count ?? 0)).map {
      merge(value(first, $0), value(second, $0))
    }
  }
}

extension EconomyScenario: Codable {
  private enum CodingKeys: String, CodingKey {
    case housePrices, unemployment, mortgageRates, mortgageRateShift, prepaymentMultiplier, defaultMultiplier,
      severityMultiplier
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys, _ fallback: Double) throws -> Double {
      try container.decodeIfPresent(Double.self, forKey: key) ?? fallback
    }
    self.init(
      housePrices: try container.decodeIfPresent([Double].self, forKey: .housePrices),
      unemployment: try container.decodeIfPresent([Double].self, forKey: .unemployment),
      mortgageRates: try container.decodeIfPresent([Double].self, forKey: .mortgageRates),
      mortgageRateShift: try number(.mortgageRateShift, 0),
      multipliers: SpeedMultipliers(
        prepayment: try number(.prepaymentMultiplier, 1), defaults: try number(.defaultMultiplier, 1),
        severity: try number(.severityMultiplier, 1)))
  }

  /// What does nothing is left out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(housePrices, forKey: .housePrices)
    try container.encodeIfPresent(unemployment, forKey: .unemployment)
    try container.encodeIfPresent(mortgageRates, forKey: .mortgageRates)
    func number(_ value: Double, _ key: CodingKeys, _ fallback: Double) throws {
      if value != fallback { try container.encode(value, forKey: key) }
    }
    try number(mortgageRateShift, .mortgageRateShift, 0)
    try number(multipliers.prepayment, .prepaymentMultiplier, 1)
    try number(multipliers.defaults, .defaultMultiplier, 1)
    try number(multipliers.severity, .severityMultiplier, 1)
  }
}

extension MonthSeries {
  /// The month of the last value.
  fileprivate var lastMonth: Int { firstMonth + values.count - 1 }

  /// The history before month 0, then new values of months 0 to `months` or the month 0 alone.
  fileprivate func changed(months: Int, _ new: (Int) -> Double) -> MonthSeries {
    // One month of history at least, so that what came before does not change with month 0.
    let first = min(firstMonth, -1)
    return MonthSeries((first..<0).map(value) + (0...max(0, months)).map(new), firstMonth: first)
  }
}
