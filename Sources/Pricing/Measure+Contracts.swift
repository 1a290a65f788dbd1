public import Instruments

/// Kinds of contracts, as far as measures tell them apart.
struct ContractKinds: OptionSet, Sendable {
  let rawValue: Int

  static let bond = ContractKinds(rawValue: 1 << 0)
  static let linkedBond = ContractKinds(rawValue: 1 << 1)
  static let callableBond = ContractKinds(rawValue: 1 << 2)
  static let loan = ContractKinds(rawValue: 1 << 3)
  static let floatingNote = ContractKinds(rawValue: 1 << 4)
  /// Forwards and swaps of currencies.
  static let exchange = ContractKinds(rawValue: 1 << 5)
  /// A non-deliverable forward whose rate is not fixed yet.
  static let unfixedForward = ContractKinds(rawValue: 1 << 17)
  static let fxOption = ContractKinds(rawValue: 1 << 6)
  static let swap = ContractKinds(rawValue: 1 << 7)
  static let forwardRate = ContractKinds(rawValue: 1 << 8)
  static let creditSwap = ContractKinds(rawValue: 1 << 9)
  static let inflationSwap = ContractKinds(rawValue: 1 << 10)
  static let repo = ContractKinds(rawValue: 1 << 11)
  static let bondFuture = ContractKinds(rawValue: 1 << 12)
  static let capFloor = ContractKinds(rawValue: 1 << 13)
  /// A swap that pays swap rates.
  static let swapRateSwap = ContractKinds(rawValue: 1 << 18)
  static let swaption = ContractKinds(rawValue: 1 << 14)
  static let bermudanSwaption = ContractKinds(rawValue: 1 << 16)
  /// A floating note whose coupons have a cap or floor.
  static let boundedNote = ContractKinds(rawValue: 1 << 15)

  static let variableLoan = ContractKinds(rawValue: 1 << 20)
  static let perpetualBond = ContractKinds(rawValue: 1 << 21)
  static let perpetualFloater = ContractKinds(rawValue: 1 << 28)
  static let structuredNote = ContractKinds(rawValue: 1 << 24)
  static let assetBacked = ContractKinds(rawValue: 1 << 25)
  /// A pool or deal whose cash may be simulated.
  static let simulatedCash = ContractKinds(rawValue: 1 << 26)

  static let all = ContractKinds(rawValue: .max)
  /// Quoted by a price or yield.
  static let quoted: ContractKinds = [
    .bond, .linkedBond, .callableBond, .perpetualBond, .loan, .variableLoan, .floatingNote, .perpetualFloater,
    .assetBacked,
  ]
  /// Quoted by a price, whether or not payments are known enough to have a yield.
  static let priced: ContractKinds = [.quoted, .structuredNote]
}

/// The one table of which measure is of which contracts: a new measure is a line here, a new kind of contract a member of the
/// lines of its measures.
extension Measure {
  var contracts: ContractKinds {
    switch self {
    case .presentValue, .dv01, .keyRateDV01, .fxDelta, .parDV01, .theta, .carry, .rollDown: .all
    // Nobody knows whether or what the others will pay; gains of a future are paid daily.
    case .cashFlows:
      .all.subtracting([.unfixedForward, .fxOption, .swaption, .bermudanSwaption, .bondFuture])
    case .cleanPrice: [.priced, .bondFuture]
    case .dirtyPrice, .optionAdjustedSpread, .effectiveDuration, .keyRateDuration, .effectiveConvexity,
      .spreadDuration:
      .priced
    case .yield, .yieldToWorst, .zSpread, .modifiedDuration, .macaulayDuration, .convexity: .quoted
    case .weightedAverageLife: .priced.subtracting([.perpetualBond, .perpetualFloater])
    case .accrued: [.priced, .swap, .forwardRate, .creditSwap, .repo]
    case .cs01: [.priced, .creditSwap]
    case .gSpread, .iSpread: [.bond, .callableBond, .loan, .assetBacked]
    case .assetSwapSpread: .bond
    case .yieldToCall: [.callableBond, .perpetualBond, .perpetualFloater]
    case .discountMargin: [.floatingNote, .perpetualFloater]
    case .inflationDV01: [.linkedBond, .inflationSwap]
    case .vega:
      [.fxOption, .capFloor, .swaption, .bermudanSwaption, .swapRateSwap, .boundedNote, .simulatedCash]
    case .simulationError: [.structuredNote, .simulatedCash]
    case .jumpToDefault, .expectedLoss, .defaultProbability, .hazardRate: .creditSwap
    case .parRate: [.swap, .forwardRate, .creditSwap, .inflationSwap, .exchange, .unfixedForward]
    }
  }
}

extension Instrument {
  /// Why such a contract has no number of a measure, whatever the market; `nil` where it has.
  public func reason(without measure: Measure) -> Reason? {
    measure.contracts.isDisjoint(with: kind.kinds)
      ? Reason(.notApplicable, "\(kind.name) has no \(measure.rawValue)") : nil
  }
}

extension Reason {
  /// Of a measure that means something for a contract, but is not worked out for it.
  static func notYet(_ measure: Measure) -> Reason {
    Reason(.unsupported, "\(measure.rawValue) is not worked out yet for such contracts")
  }
}
