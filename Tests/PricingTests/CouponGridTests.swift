import CashFlows
import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Legs that take their coupons from a grid against the same legs worked out coupon by coupon, which is how they are priced when
/// they have a change of notional: here one to the same notional.
@Suite struct CouponGridTests {
  private static let day = FloatingMarket.valuationDate
  private static let measures: [Measure] = [
    .presentValue, .dv01, .keyRateDV01, .fxDelta, .accrued, .cashFlows,
  ]

  private enum Kind { case fixed, floating(RateIndexID) }

  private static let kinds: [(Kind, Currency, CalendarID)] = [
    (.fixed, .eur, .target), (.floating(.eurEuribor6M), .eur, .target),
    (.floating(.eurEuribor3M), .eur, .target), (.floating(.eurESTR), .eur, .target),
    (.fixed, .usd, .usSettlement), (.floating(.usdSOFR), .usd, .usSOFR),
    // Days that are none of the index, so that its rates do not chain.
    (.floating(.usdSOFR), .usd, .ukSettlement), (.floating(.usdTermSOFR1M), .usd, .usSOFR),
  ]
  private static let frequencies: [Frequency] = [.annual, .semiannual, .quarterly]
  private static let dayCounts: [DayCount] = [
    .actual360, .thirtyE360, .actualActualICMA, .actual365Fixed, .thirtyE360ISDA,
  ]
  private static let ends = ["-12-31", "-05-31", "-02-28", "-05-30", "-09-17", "-04-03", "-11-30"]

  /// Legs of all kinds: under way, on or off their roll days, still to begin, at month ends, past.
  private static func leg(_ number: Int, onGrid: Bool) throws -> CouponLeg {
    let (kind, currency, calendar) = kinds[number % kinds.count]
    let maturity = CivilDate(iso: "\(2023 + number * 7 % 12)\(ends[number % ends.count])")!
    let start =
      switch number % 5 {
      case 0: maturity.adding(months: -12 * (1 + number % 4))
      case 1: day.adding(days: 11 + number)
      case 2: maturity.adding(months: -60).adding(days: 9)
      default: day.adding(days: -(number * 53 % 380))
      }
    let end = max(maturity, start.adding(days: 40))
    let rate: CouponLeg.Rate
    var averaging = RateAveraging.compounded
    var lookback = 0
    switch kind {
    case .fixed: rate = .fixed(0.021 + 0.001 * Double(number % 9))
    case .floating(let index):
      if RateIndex.of(index).kind == .overnight, number % 3 == 1 { lookback = 5 }
      if number % 11 == 3 { averaging = .averaged }
      rate = .floating(
        try FloatingRate(
          index: index, spread: number % 4 == 0 ? 0 : 0.0007 * Double(number % 6),
          gearing: number % 13 == 5 ? -0.5 : 1, averaging: averaging, lookbackDays: lookback,
          observationShift: lookback > 0 && number.isMultiple(of: 2)))
    }
    return try CouponLeg(
      currency: currency, notional: 1 + Double(number % 3), rate: rate, start: start, maturity: end,
      frequency: frequencies[number / 2 % frequencies.count], dayCount: dayCounts[number % dayCounts.count],
      calendar: calendar, accrualConvention: number % 7 == 2 ? .unadjusted : .modifiedFollowing,
      paymentConvention: number % 5 == 3 ? .following : .modifiedFollowing,
      paymentLag: number % 4 == 1 ? 2 : 0, endOfMonth: number % 3 != 0,
      notionalSteps: onGrid ? [] : [NotionalStep(date: start.adding(days: 20), factor: 1)])
  }

  private static func positions(onGrid: Bool) throws -> [PositionToPrice] {
    try (0..<168).map { number in
      let exchange: InterestRateSwap.NotionalExchange = [.none, .final, .both][number % 3]
      let pay = try leg(number, onGrid: onGrid)
      return Fixtures.position(
        .derivative(
          .swap(
            try InterestRateSwap(
              pay: pay, receive: leg(3 * number + 1, onGrid: onGrid), notionalExchange: exchange,
              valueCurrency: pay.currency))),
        number: Int32(number))
    }
  }

  private static func price(
    onGrid: Bool, measures: [Measure] = measures, snapshot: MarketSnapshot = FloatingMarket.usual
  ) throws -> PricedBatch {
    let scenarios = [Scenario.base, Fixtures.parallel(70), Fixtures.parallel(-40)]
    return try FloatingMarket.pricer(measures, scenarios, snapshot: snapshot).price(positions(onGrid: onGrid))
  }

  private static let onGrids = Result { try price(onGrid: true) }
  private static let couponByCoupon = Result { try price(onGrid: false) }

  /// Values, sensitivities and accrued interest to 1e-12 of notional: a chain of hundreds of daily rates is a difference of numbers of that size. Accrued is per 100.
  @Test func aLegOnAGridIsTheLegCouponByCoupon() throws {
    let (grid, single) = (try Self.onGrids.get(), try Self.couponByCoupon.get())
    #expect(grid.results.rows == single.results.rows)
    #expect(grid.results.gaps == single.results.gaps)
    for (row, content) in grid.results.rows.enumerated() {
      let tolerance = content.measure == .accrued ? 1e-11 : 1e-12
      for place in grid.results.range(ofRow: row) {
        let difference = abs(grid.results.values[place] - single.results.values[place])
        #expect(difference <= tolerance, "position \(content.positionNumber), \(content.measure)")
      }
    }
  }

  @Test func itsPaymentsAreThose() throws {
    let (grid, single) = (try Self.onGrids.get().cashFlows, try Self.couponByCoupon.get().cashFlows)
    #expect(grid.flowCount > 1_500)
    #expect(grid.offsets == single.offsets)
    #expect(grid.payDays == single.payDays)
    #expect(grid.currencies == single.currencies)
    #expect(grid.balances == single.balances)
    for flow in 0..<grid.flowCount {
      #expect(abs(grid.interest[flow] - single.interest[flow]) <= 1e-12)
      #expect(abs(grid.principal[flow] - single.principal[flow]) <= 1e-12)
    }
  }

  /// What is not listed payment by payment has the same bits.
  @Test func valuesDoNotDependOnWhetherPaymentsAreListed() throws {
    let listed = try Self.price(onGrid: true, measures: [.presentValue, .dv01, .cashFlows])
    let values = try Self.price(onGrid: true, measures: [.presentValue, .dv01])
    #expect(listed.results.values == values.results.values)
    #expect(values.cashFlows.flowCount == 0)
    #expect(values.cashFlows.contractCount == listed.cashFlows.contractCount)
  }

  /// What batches leave for those after them shows in no bit: parts of a book in any order and on several threads, each against itself
  /// in a run of its own.
  @Test func batchesBeforeDoNotShow() async throws {
    let positions = try Self.positions(onGrid: true)
    let parts = stride(from: 0, to: positions.count, by: 21).map { Array(positions[$0..<$0 + 21]) }
    func pricer() throws -> BatchPricer {
      try FloatingMarket.pricer(
        [.presentValue, .dv01, .accrued], [.base, Fixtures.parallel(70)], snapshot: FloatingMarket.usual)
    }
    let alone = try parts.map { try pricer().price($0).results }
    let shared = try pricer()
    for part in Array(parts.indices.reversed()) + Array(parts.indices) {
      let results = shared.price(parts[part]).results
      #expect(results.values == alone[part].values, "part \(part)")
      #expect(results.gaps == alone[part].gaps, "part \(part)")
    }
    let threaded = try pricer()
    let values = await withTaskGroup(of: (Int, [Double]).self) { group in
      for round in 0..<4 {
        for part in parts.indices {
          let place = (part + round) % parts.count
          group.addTask { (place, threaded.price(parts[place]).results.values) }
        }
      }
      var values: [(Int, [Double])] = []
      for await result in group { values.append(result) }
      return values
    }
    #expect(values.count == 4 * parts.count)
    for (part, values) in values { #expect(values == alone[part].values, "part \(part)") }
  }

  /// A leg lacks what its own coupons lack, whatever other legs of its grid lack.
  @Test func gapsAreThoseOfTheLeg() throws {
    for snapshot in [FloatingMarket.snapshot(fixings: false), FloatingMarket.snapshot(without: .eurESTR)] {
      let grid = try Self.price(onGrid: true, snapshot: snapshot).results
      let single = try Self.price(onGrid: false, snapshot: snapshot).results
      #expect(grid.gaps == single.gaps)
      #expect(grid.gaps.contains { $0.reason.code == .missingData })
      #expect(grid.gaps.count < grid.rows.count)
    }
  }
}
