import CashFlows
import DatesAndConventions
import Instruments

/// What is quoted of a bond with options beside the quotes of the bond to maturity.
struct OptionQuotes {
  /// Option-adjusted spreads in basis points, by scenario.
  let spreads: [Result<Double, CellGap>]
  private let toCalls: [BondYield]
  private let toPuts: [BondYield]

  /// - Parameters:
  ///   - spread: Over discount and spread curve.
  ///   - alone: The bond on the discount curve alone where it has a spread curve.
  init(
    _ bond: CallableBond, spread: Double, values: BaseAndScenarios, alone: DiscountedLattice?,
    scenarioCount: Int,
    settlement: CivilDate, wantsYields: Bool
  ) {
    spreads = (0..<scenarioCount).map { scenario in
      guard let alone else { return .success(spread / basisPoint) }
      guard let solved = alone.spread(worth: values[scenario], column: 1 + scenario) else {
        return .failure(CellGap(Reason(.didNotConverge, "no spread from −50% to 1000% gives the value")))
      }
      return .success(solved / basisPoint)
    }
    toCalls = wantsYields ? bond.yields(to: bond.calls, settlement: settlement) : []
    toPuts = wantsYields ? bond.yields(to: bond.puts, settlement: settlement) : []
  }

  /// The issuer ends the bond where that is worst for the holder; the holder where it is best.
  func yieldsToWorst(_ quotes: ContractQuotes) -> [Result<Double, CellGap>] {
    quotes.yields.indices.map { scenario in
      guard let toMaturity = quotes.yields[scenario] else {
        let reason = quotes.unyielded.first { $0.scenario == scenario }?.reason
        return .failure(CellGap(reason ?? Reason(.didNotConverge, "no yield gives the price")))
      }
      let price = quotes.dirtyPrices[scenario]
      let called = toCalls.compactMap { $0.yield(dirtyPrice: price, guess: toMaturity) }
      let put = toPuts.compactMap { $0.yield(dirtyPrice: price, guess: toMaturity) }
      return .success(put.reduce(called.reduce(toMaturity, min), max))
    }
  }
}

extension OptionQuotes {
  /// The yield to the first call after settlement.
  func yieldsToCall(_ quotes: ContractQuotes) -> [Result<Double, CellGap>] {
    quotes.yields.indices.map { scenario in
      if let gap = quotes.unpriced.first(where: { $0.scenario == scenario }) {
        return .failure(CellGap(gap.reason))
      }
      guard let toCall = toCalls.first else {
        return .failure(CellGap(Reason(.notApplicable, "no call after settlement")))
      }
      guard
        let yield = toCall.yield(dirtyPrice: quotes.dirtyPrices[scenario], guess: quotes.yields[scenario])
      else {
        return .failure(
          CellGap(Reason(.didNotConverge, "no yield gives the dirty price \(quotes.dirtyPrices[scenario])")))
      }
      return .success(yield)
    }
  }
}

extension CallableBond {
  /// Yields of the bond if it ends on the days of a schedule after `settlement`, at their prices.
  fileprivate func yields(to exercises: [ExercisePrice], settlement: CivilDate) -> [BondYield] {
    let coupons = exercises.isEmpty ? [] : FixedBondSchedule(bond).periods.map(\.accrualEnd)
    return exercises.compactMap { exercise in
      guard exercise.date.adding(days: -noticeDays) > settlement,
        let ended = ended(exercise, coupons: coupons)
      else {
        return nil
      }
      return BondYield(ended, settlement: settlement)
    }
  }

  /// The bond if it ends on a day; interest since the last coupon date is paid with the price.
  ///
  /// - Parameter coupons: All coupon dates of the bond, ascending.
  private func ended(_ exercise: ExercisePrice, coupons: [CivilDate]) -> FixedBond? {
    let endsOnCoupon = coupons.contains(exercise.date)
    let last = coupons.last { $0 < exercise.date }
    return try? FixedBond(
      currency: bond.currency, datedDate: bond.datedDate, maturity: exercise.date, coupon: bond.coupon,
      frequency: bond.frequency, convention: bond.convention, dayCount: bond.dayCount,
      firstCouponDate: bond.firstCouponDate.flatMap { $0 < exercise.date ? $0 : nil },
      penultimateCouponDate: endsOnCoupon ? nil : last, endOfMonth: bond.endOfMonth,
      redemption: exercise.price,
      principalPayments: bond.principalPayments.filter { $0.date < exercise.date },
      couponSteps: bond.couponSteps.filter { $0.date < exercise.date })
  }
}
