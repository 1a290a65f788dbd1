import Collateral
import DatesAndConventions
import Foundation
import Instruments
import StructuredDeals
import Testing

/// Courses of the economy, by way of models, to losses of pools and bonds.
@Suite struct StressTests {
  static let severity = SeverityModel(
    name: "HOUSES", version: "1", source: "test", saleDiscount: 0.1, sellingCosts: 0, carryingCosts: 0,
    least: 0,
    withoutValue: 0.5)
  static let hazard = DefaultModel(
    name: "HAZARD", version: "1", source: "test", form: .hazard(DefaultHazard(base: .mdr(0.002))),
    unemploymentEffect: RiskEffect(reference: 0.05, slope: 20))

  static func economy() throws -> CollateralEconomy {
    CollateralEconomy(
      firstMonth: YearMonth(year: 2026, month: 2), mortgageRates: MonthSeries([0.06]),
      housePrices: ["CA": MonthSeries([90, 100], firstMonth: -1)], nationalHousePrices: MonthSeries([200]),
      unemployment: MonthSeries([0.05]))
  }

  static func projection() throws -> DealProjection {
    var projection = try BreakEvenTests.deal(term: 36)
    projection.loans = [
      "pool": [
        try PoolLoan(
          id: "1", balance: 400e6, noteRate: 0.065, remainingTerm: 36,
          repayment: LoanRepayment(interestOnlyMonths: 36), originalLTV: 0.8)
      ]
    ]
    projection.assumptions = [
      "*": PoolAssumptions(
        defaults: .model("HAZARD"), severity: .model("HOUSES"), defaultsEndBeforeMaturity: false)
    ]
    projection.models = CollateralModels(defaults: [hazard], severity: [severity])
    projection.economy = try economy()
    return projection
  }

  static let severe = EconomyScenario(
    housePrices: [100, 90, 75, 75], unemployment: [0.05, 0.08, 0.10, 0.07])

  @Test func pathsLieStraightBetweenQuarters() throws {
    let economy = Self.severe.applied(to: try Self.economy())
    #expect(economy.unemployment.value(-1) == 0.05 && economy.unemployment.value(0) == 0.05)
    #expect(abs(economy.unemployment.value(1) - 0.06) < 1e-15)
    #expect(abs(economy.unemployment.value(5) - (0.08 + 0.02 * 2 / 3)) < 1e-15)
    #expect(economy.unemployment.value(9) == 0.07 && economy.unemployment.value(500) == 0.07)
    #expect(economy.nationalHousePrices.value(3) == 180 && economy.nationalHousePrices.value(40) == 150)
    let region = try #require(economy.housePrices["CA"])
    #expect(region.value(-1) == 90 && region.value(0) == 100 && region.value(3) == 90)
    let shifted = EconomyScenario(mortgageRateShift: -0.01).applied(to: try Self.economy())
    #expect(shifted.mortgageRates.value(-1) == 0.06 && abs(shifted.mortgageRates.value(7) - 0.05) < 1e-15)
    #expect(
      EconomyScenario().applied(to: try Self.economy()).mortgageRates == (try Self.economy().mortgageRates))
    // A path holds from the month after today on; today is the market's.
    let path = EconomyScenario(mortgageRates: [0.065, 0.05, 0.047]).applied(to: try Self.economy())
      .mortgageRates
    #expect(path.value(-1) == 0.06 && path.value(0) == 0.06 && abs(path.value(1) - 0.06) < 1e-15)
    #expect(abs(path.value(4) - 0.049) < 1e-15 && path.value(6) == 0.047 && path.value(300) == 0.047)
    let both = EconomyScenario(mortgageRates: [0.065], mortgageRateShift: -0.01).applied(
      to: try Self.economy())
    #expect(abs(both.mortgageRates.value(0) - 0.05) < 1e-15)
    #expect(abs(both.mortgageRates.value(9) - 0.055) < 1e-15)
  }

  /// Loan to value is 0.8 over the change of prices, of which a sale brings 90%; the hazard is e^(20 · rise of unemployment).
  @Test func lossesAreToldByHand() throws {
    let projection = try Self.projection()
    let flows = try #require(try projection.run(under: Self.severe).collateral["pool"])
    let prices = { (month: Int) -> Double in
      let path = [1, 0.9, 0.75, 0.75]
      let quarter = min(month / 3, 3)
      return quarter == 3 ? 0.75 : path[quarter] + (path[quarter + 1] - path[quarter]) * Double(month % 3) / 3
    }
    let unemployment = { (month: Int) -> Double in
      let path = [0.05, 0.08, 0.1, 0.07]
      let quarter = min(month / 3, 3)
      return quarter == 3 ? 0.07 : path[quarter] + (path[quarter + 1] - path[quarter]) * Double(month % 3) / 3
    }
    var balance = 400e6
    for month in 0..<36 {
      let defaults = balance * 0.002 * exp(20 * (unemployment(month) - 0.05))
      let severity = max(0, 1 - 0.9 * prices(month) / 0.8)
      #expect(abs(flows.defaults[month] - defaults) < 1e-3, "\(month)")
      #expect(abs(flows.loss[month] - defaults * severity) < 1e-3, "\(month)")
      balance -= defaults
    }
  }

  @Test func multipliersMultiply() throws {
    var projection = try BreakEvenTests.deal()
    projection.assumptions = [
      "*": PoolAssumptions(
        prepayment: .speed(.smm(0.01)), defaults: .speed(.mdr(0.002)), severity: .curve([0.25]),
        defaultsEndBeforeMaturity: false)
    ]
    let twice = EconomyScenario(multipliers: SpeedMultipliers(prepayment: 0.5, defaults: 2, severity: 2))
    let stressed = try projection.run(under: twice).collateral["pool"]
    projection.assumptions = [
      "*": PoolAssumptions(
        prepayment: .speed(.smm(0.005)), defaults: .speed(.mdr(0.004)), severity: .curve([0.5]),
        defaultsEndBeforeMaturity: false)
    ]
    #expect(try projection.run().collateral["pool"] == stressed)
    // A loss of everything stays one.
    let all = EconomyScenario(multipliers: SpeedMultipliers(severity: 100))
    let flows = try #require(try projection.run(under: all).collateral["pool"])
    #expect(zip(flows.loss, flows.defaults).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func theScaleRunsFromBaseToSevereAndBeyond() {
    let base = EconomyScenario(housePrices: [50, 50], unemployment: [0.05, 0.04])
    let none = Self.severe.scaled(0, from: base)
    #expect(none.unemployment == [0.05, 0.04, 0.04, 0.04])
    #expect(none.housePrices?.allSatisfy { abs($0 - 1) < 1e-15 } == true)
    let one = Self.severe.scaled(1, from: base)
    for (value, expected) in zip(one.housePrices ?? [], [1, 0.9, 0.75, 0.75]) {
      #expect(abs(value - expected) < 1e-15)
    }
    for (value, expected) in zip(one.unemployment ?? [], [0.05, 0.08, 0.10, 0.07]) {
      #expect(abs(value - expected) < 1e-15)
    }
    let two = Self.severe.scaled(2, from: base)
    #expect(abs((two.housePrices?[2] ?? 0) - 0.75 * 0.75) < 1e-15)
    #expect(abs((two.unemployment?[2] ?? 0) - 0.16) < 1e-15)
    #expect(Self.severe.scaled(40, from: base).unemployment?.max() == 1)
    let rates = EconomyScenario(mortgageRates: [0.06, 0.04]).scaled(
      0.5, from: EconomyScenario(mortgageRates: [0.06, 0.058, 0.05]))
    for (value, expected) in zip(rates.mortgageRates ?? [], [0.06, 0.049, 0.045]) {
      #expect(abs(value - expected) < 1e-15)
    }
    #expect(rates.mortgageRates?.count == 3)
  }

  /// The point found by bisection is where the losses of the pool meet what lies below the bond.
  @Test func theReverseStressFindsTheSubordination() throws {
    let projection = try Self.projection()
    var below = 15e6
    for name in ["X4", "X3"] {
      let found = try ReverseStress(projection, bond: name, to: Self.severe, furthest: 4)
      #expect(found.outcome == .found && found.isMonotone, "\(name)")
      #expect(abs(found.poolLoss * 400e6 - below) < 1e3, "\(name)")
      let again = try projection.run(under: found.scenario)
      #expect(abs(again.poolLoss - found.poolLoss) < 1e-12)
      below += 5e6
    }
    let tenth = try ReverseStress(
      projection, bond: "X3", event: .loss(above: 0.1), to: Self.severe, furthest: 4)
    #expect(abs(tenth.poolLoss * 400e6 - (20e6 + 1e6)) < 2e3)
    let lowest = try ReverseStress(projection, bond: "X7", to: Self.severe)
    #expect(lowest.outcome == .found && lowest.part < tenth.part)
    #expect(
      try ReverseStress(projection, bond: "X1", to: Self.severe, furthest: 0.5).outcome == .standsHighest)
    let interest = try ReverseStress(
      projection, bond: "X1", event: .missedInterest, to: Self.severe, furthest: 2)
    #expect(interest.outcome == .standsHighest)
  }

  /// Loans pay 6.5% a year and the bond on all of them takes its series, 5% on one course and 8% on the other: interest is missed from half
  /// the way on.
  @Test func ratesGoInProportion() throws {
    let deal = SmallDeals.deal(
      bonds: [DealBond(name: "A", balance: 400e6, coupon: "series.RATE")],
      steps: [
        Step(.payInterest(PayInterest(["A"], from: "cash"))),
        Step(.payPrincipal(PayPrincipal(.bond("A"), from: "cash", amount: "pool.principal"))),
      ])
    var low = DealProjection(try Waterfall(deal), loans: try Self.projection().loans)
    low.take(rates: ["RATE": [0.05]])
    var high = low
    high.take(rates: ["RATE": [0.05, 0.08]])
    let found = try ReverseStress(
      low, bond: "A", event: .missedInterest, to: EconomyScenario(), shifted: high, furthest: 2)
    #expect(found.outcome == .found && abs(found.part - 0.5) < 2e-6)
    let still = try ReverseStress(low, bond: "A", event: .missedInterest, to: EconomyScenario(), furthest: 2)
    #expect(still.outcome == .standsHighest)
  }

  @Test func documentsGoRoundAndAreChecked() throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let text =
      #"{"default_multiplier":2,"house_prices":[100,90],"mortgage_rate_shift":-0.01,"mortgage_rates":[0.06],"unemployment":[0.05]}"#
    let read = try decoder.decode(EconomyScenario.self, from: Data(text.utf8))
    #expect(read.multipliers.defaults == 2 && read.problems.isEmpty)
    #expect(String(decoding: try encoder.encode(read), as: UTF8.self) == text)
    #expect(String(decoding: try encoder.encode(EconomyScenario()), as: UTF8.self) == "{}")
    let wrong = EconomyScenario(
      housePrices: [100, 0], unemployment: [5], mortgageRates: [6], mortgageRateShift: 2,
      multipliers: SpeedMultipliers(defaults: -1))
    #expect(wrong.problems.count == 5)
  }
}
