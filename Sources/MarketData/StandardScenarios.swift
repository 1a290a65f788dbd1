import DatesAndConventions

/// Scenarios that need no set-up, in terms of all curves and currencies of whatever market they meet.
public enum StandardScenarios {
  public static let base = Scenario.base
  public static let ratesParallel1bp = Scenario(
    id: "RATES_PARALLEL_1BP", description: "All zero curves up 1 basis point",
    shifts: [rates(.parallel(basisPoints: 1))])
  public static let spread25bp = Scenario(
    id: "SPREAD_25BP", description: "All spread curves 25 basis points wider", shifts: [spread(25)])
  public static let fxSpot1pct = Scenario(
    id: "FX_SPOT_1PCT", description: "Every foreign currency worth 1% more in the reporting currency",
    shifts: [.foreignExchange(FXShift(fraction: 0.01))])

  /// The four that every run can have.
  public static let core = [base, ratesParallel1bp, spread25bp, fxSpot1pct]

  /// A desk's daily sheet: the core, and moves of level, slope, key rates, spreads and currencies.
  public static let demo: [Scenario] =
    core + [
      Scenario(
        id: "RATES_UP_100BP", description: "All zero curves up 100 basis points",
        shifts: [rates(.parallel(basisPoints: 100))]),
      Scenario(
        id: "RATES_DOWN_100BP", description: "All zero curves down 100 basis points",
        shifts: [rates(.parallel(basisPoints: -100))]),
      Scenario(
        id: "RATES_UP_200BP", description: "All zero curves up 200 basis points",
        shifts: [rates(.parallel(basisPoints: 200))]),
      Scenario(
        id: "STEEPENER", description: "2 years and less down 25 basis points, 10 years and more up 50",
        shifts: [twist(short: -25, long: 50)]),
      Scenario(
        id: "FLATTENER", description: "2 years and less up 50 basis points, 10 years and more down 25",
        shifts: [twist(short: 50, long: -25)]),
      Scenario(
        id: "KEY_RATE_5Y_25BP", description: "Zero rates around 5 years up 25 basis points",
        shifts: [keyRate(2)]),
      Scenario(
        id: "KEY_RATE_10Y_25BP", description: "Zero rates around 10 years up 25 basis points",
        shifts: [keyRate(3)]),
      Scenario(
        id: "RATES_RELATIVE_UP_10PCT", description: "Every quoted rate a tenth larger, curves built again",
        shifts: [.rates(RateShift(domain: .quote, shape: .relative(fraction: 0.1)))]),
      Scenario(
        id: "SPREAD_100BP", description: "All spread curves 100 basis points wider", shifts: [spread(100)]),
      Scenario(
        id: "FX_SPOT_DOWN_10PCT",
        description: "Every foreign currency worth 10% less in the reporting currency",
        shifts: [.foreignExchange(FXShift(fraction: -0.1))]),
      Scenario(
        id: "COMBINED_STRESS",
        description: "Rates up 150 basis points, spreads 200 wider, foreign currencies 10% down",
        shifts: [
          rates(.parallel(basisPoints: 150)), spread(200), .foreignExchange(FXShift(fraction: -0.1)),
        ]),
    ]

  /// 3M, 1Y, 5Y, 10Y, 30Y.
  private static let keyTenors = [
    Tenor(3, .months), Tenor(1, .years), Tenor(5, .years), Tenor(10, .years), Tenor(30, .years),
  ]

  private static func rates(_ shape: RateShift.Shape) -> ScenarioShift { .rates(RateShift(shape: shape)) }

  private static func twist(short: Double, long: Double) -> ScenarioShift {
    rates(
      .twist(
        shortTenor: Tenor(2, .years), shortBasisPoints: short, longTenor: Tenor(10, .years),
        longBasisPoints: long))
  }

  private static func keyRate(_ index: Int) -> ScenarioShift {
    rates(.keyRate(basisPoints: 25, keyTenors: keyTenors, index: index))
  }

  private static func spread(_ basisPoints: Double) -> ScenarioShift {
    .spread(SpreadShift(move: .absolute(basisPoints: basisPoints)))
  }
}
