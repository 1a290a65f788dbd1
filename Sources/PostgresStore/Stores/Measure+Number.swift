import Pricing

extension Measure {
  /// The number that results hold, as in the table `measure`. Never changes and is never used again.
  var number: Int16 {
    switch self {
    case .presentValue: return 1
    case .cleanPrice: return 2
    case .dirtyPrice: return 3
    case .accrued: return 4
    case .yield: return 5
    case .zSpread: return 6
    case .gSpread: return 7
    case .dv01: return 8
    case .cs01: return 9
    case .modifiedDuration: return 10
    case .macaulayDuration: return 11
    case .effectiveDuration: return 12
    case .convexity: return 13
    case .spreadDuration: return 14
    case .keyRateDV01: return 15
    case .fxDelta: return 16
    case .weightedAverageLife: return 17
    case .cashFlows: return 18
    case .optionAdjustedSpread: return 19
    case .yieldToWorst: return 20
    case .effectiveConvexity: return 21
    case .jumpToDefault: return 24
    case .expectedLoss: return 25
    case .vega: return 26
    case .inflationDV01: return 27
    case .discountMargin: return 23
    case .parDV01: return 22
    case .yieldToCall: return 29
    case .iSpread: return 30
    case .assetSwapSpread: return 31
    case .parRate: return 32
    case .theta: return 34
    case .rollDown: return 35
    case .carry: return 36
    case .defaultProbability: return 37
    case .simulationError: return 28
    case .keyRateDuration: return 38
    case .hazardRate: return 39
    }
  }

  /// The measure of a stored number.
  init(number: Int) throws(StoreError) {
    guard let measure = Measure.byNumber[number] else {
      throw .unreadable("measure \(number) is not known to this program; use a newer tenor")
    }
    self = measure
  }

  private static let byNumber = Dictionary(uniqueKeysWithValues: allCases.map { (Int($0.number), $0) })
}
