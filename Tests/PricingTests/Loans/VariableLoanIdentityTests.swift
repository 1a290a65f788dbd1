import CashFlows
import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// What must be so of loans with a moving rate or balance whatever the curves.
@Suite struct VariableLoanIdentityTests {
  private static let day = FloatingMarket.valuationDate
  private static func date(_ text: String) -> CivilDate { CivilDate(iso: text)! }

  private static func mortgage(
    amortisation: Amortisation = .levelPay(payment: nil, periods: nil), rate: Double = 0.035,
    prepaymentRate: Double = 0.06
  ) throws -> AmortisingLoan {
    try AmortisingLoan(
      currency: .usd, balance: 400_000, balanceDate: date("2023-03-01"), firstPaymentDate: date("2023-04-01"),
      maturity: date("2043-03-01"), rate: rate, amortisation: amortisation, servicingFee: 0.0025,
      prepaymentRate: prepaymentRate)
  }

  private static func reset(
    first: String = "2024-04-01", caps: Double? = nil, life: Double? = nil, floor: Double = 0,
    rounding: RateRounding? = nil
  ) -> LoanRateReset {
    LoanRateReset(
      index: .usdSOFRAverage30D, margin: 0.0275, first: date(first), months: 6, lookbackDays: 45,
      rounding: rounding, firstCap: caps, periodicCap: caps, cap: life, floor: floor)
  }

  private func values(
    _ terms: [Instrument], _ measures: [Measure], _ scenarios: [Scenario] = [.base],
    marks: [Double?] = [], spread: Double? = nil, spreadCurve: String? = nil
  ) throws -> ResultBlock {
    try VariableLoanMarket.pricer(measures, scenarios).price(
      terms.enumerated().map {
        Fixtures.position(
          $1, number: Int32($0), quantity: 2, mark: marks.isEmpty ? nil : marks[$0], spread: spread,
          spreadCurve: spreadCurve)
      }
    ).results
  }

  // MARK: Against other contracts

  /// With nothing that moves, every measure is that of the same loan with fixed terms.
  @Test(arguments: [
    Amortisation.levelPay(payment: nil, periods: nil), .levelPay(payment: 3_000, periods: nil),
    .levelPay(payment: nil, periods: 360), .linear(periods: nil), .bullet,
    .interestOnlyThenLevelPay(interestOnlyPeriods: 30, periods: nil),
  ])
  func aLoanThatDoesNotMoveIsALoan(amortisation: Amortisation) throws {
    let loan = try Self.mortgage(amortisation: amortisation)
    let penalty = [PrepaymentPenalty(through: Self.date("2030-01-01"), rate: 0)]
    let moving = Instrument.variableLoan(try VariableLoan(loan: loan, prepaymentPenalties: penalty))
    let measures = Measure.allCases.filter { $0 != .cashFlows && moving.reason(without: $0) == nil }
    #expect(measures.count > 15)
    for (mark, curve) in [(nil, nil), (93.5, "USD.LOANS")] as [(Double?, String?)] {
      let block = try values(
        [.amortisingLoan(loan), moving], measures, [.base, Fixtures.parallel(80)],
        marks: [mark, mark], spreadCurve: curve)
      let half = block.rows.count / 2
      for row in 0..<half {
        #expect(block.rows[row].measure == block.rows[row + half].measure)
        for scenario in 0...1 {
          let (fixed, moving) = (
            cell(block, row: row, scenario: scenario), cell(block, row: row + half, scenario: scenario)
          )
          if let fixed = fixed.value, let moving = moving.value {
            #expect(abs(fixed - moving) <= 1e-9 * max(1, abs(fixed)), "\(block.rows[row])")
          } else {
            #expect(fixed == moving, "\(block.rows[row])")
          }
        }
      }
    }
  }

  /// A reset whose rate is published is a step of a rate that is known.
  @Test func aPublishedResetIsAStepOfTheRate() throws {
    let (balanceDate, first) = (Self.date("2022-06-15"), Self.date("2022-07-15"))
    func loan(_ steps: [RateStep]) throws -> AmortisingLoan {
      try AmortisingLoan(
        currency: .usd, balance: 250_000, balanceDate: balanceDate, firstPaymentDate: first,
        maturity: Self.date("2032-06-15"), rate: 0.03, rateSteps: steps,
        amortisation: .levelPay(payment: nil, periods: nil))
    }
    let resetDay = Self.date("2022-12-15")
    let moving = try VariableLoan(
      loan: loan([]),
      rateReset: LoanRateReset(
        index: .usdTermSOFR3M, margin: 0.02, first: resetDay, months: 0, lookbackDays: 45))
    let fixing = BusinessCalendar(.usSOFR).adjust(resetDay.adding(days: -45), .preceding)
    let published = VariableLoanMarket.snapshot.fixings["USD-TERM-SOFR-3M"]!.first { $0.date == fixing }!
    let known = try loan([RateStep(date: resetDay, rate: published.rate + 0.02)])
    let block = try values(
      [.amortisingLoan(known), .variableLoan(moving)], [.presentValue, .accrued, .yield, .dv01])
    for row in 0..<4 {
      let (a, b) = (block.values[row], block.values[row + 4])
      #expect(abs(a - b) <= 1e-11 * max(1, abs(a)), "\(block.rows[row])")
    }
  }

  /// On the curve that projects it, a loan without margin is worth par after each reset, however it repays: today it is worth the
  /// balance and the first interest, discounted from the first reset.
  @Test(arguments: [
    Amortisation.levelPay(payment: nil, periods: nil), .linear(periods: nil), .bullet,
    .interestOnlyThenLevelPay(interestOnlyPeriods: 2, periods: nil),
  ])
  func aLoanOnItsOwnCurveIsWorthParAfterAReset(amortisation: Amortisation) throws {
    let calendar = BusinessCalendar(.target)
    // A day of the month whose quarters are business days and no month ends, so that deposits chain.
    let start = try #require(
      (1...90).lazy.map { Self.day.adding(days: -$0) }.first { start in
        (0...6).allSatisfy {
          let day = start.adding(months: 3 * $0)
          return calendar.isBusinessDay(day) && day.yearMonthDay.day < 26
        }
      })
    let loan = try AmortisingLoan(
      currency: .eur, balance: 1_000_000, balanceDate: start, firstPaymentDate: start.adding(months: 3),
      maturity: start.adding(months: 18), rate: 0.031, frequency: .quarterly, dayCount: .actual360,
      amortisation: amortisation)
    let full = VariableLoanMarket.snapshot
    let snapshot = MarketSnapshot(
      valuationDate: Self.day, source: "one curve", builtAt: full.builtAt, curves: full.curves,
      discountCurves: full.discountCurves, fxRates: full.fxRates, fxBase: .eur,
      indexCurves: ["EUR-EURIBOR-3M": "EUR"], fixings: full.fixings)
    let moving = try VariableLoan(
      loan: loan,
      rateReset: LoanRateReset(
        index: .eurEuribor3M, margin: 0, first: start.adding(months: 3), months: 3))
    let scenarios = [Scenario.base, Fixtures.parallel(150), Fixtures.parallel(-75)]
    let pricer = try VariableLoanMarket.pricer([.presentValue], scenarios, snapshot: snapshot)
    let value = pricer.price([Fixtures.position(.variableLoan(moving))]).results.values
    let interest = 0.031 * DayCount.actual360.yearFraction(from: start, to: start.adding(months: 3))
    let face = try FixedBond(
      currency: .eur, datedDate: start, maturity: start.adding(months: 3), coupon: 0, frequency: .once,
      convention: .eurobond)
    let discount = pricer.price([Fixtures.position(.fixedBond(face))]).results.values
    for scenario in scenarios.indices {
      #expect(abs(value[scenario] - 1e6 * (1 + interest) * discount[scenario]) <= 1e-7)
    }
  }

  // MARK: Caps and limits

  /// Caps that are never reached change no bit; caps that are lower the value of a loan whose rate rises.
  @Test func farCapsChangeNothing() throws {
    let loan = try Self.mortgage()
    func terms(_ reset: LoanRateReset) throws -> Instrument {
      .variableLoan(try VariableLoan(loan: loan, rateReset: reset))
    }
    let block = try values(
      [terms(Self.reset()), terms(Self.reset(caps: 1, life: 1)), terms(Self.reset(life: 0.045))],
      [.presentValue, .dv01, .keyRateDV01], [.base, Fixtures.parallel(200)])
    let rows = block.rows.count / 3
    for row in 0..<rows {
      #expect(
        Array(block.values[block.range(ofRow: row)]) == Array(block.values[block.range(ofRow: row + rows)]))
    }
    #expect(block.values[block.range(ofRow: 2 * rows)].first! < block.values[0] * 0.95)
  }

  /// A rate at its life cap does not move: its loan has the value and the sensitivities of a loan with that step of the rate.
  @Test func aCappedRateIsAFixedRate() throws {
    let loan = try Self.mortgage()
    let step = try AmortisingLoan(
      currency: .usd, balance: loan.balance, balanceDate: loan.balanceDate,
      firstPaymentDate: loan.firstPaymentDate, maturity: loan.maturity, rate: loan.rate,
      rateSteps: [RateStep(date: Self.date("2024-04-01"), rate: 0.04)], amortisation: loan.amortisation,
      servicingFee: loan.servicingFee, prepaymentRate: loan.prepaymentRate)
    let block = try values(
      [
        .amortisingLoan(step), .variableLoan(VariableLoan(loan: loan, rateReset: Self.reset(life: 0.04))),
      ], [.presentValue, .dv01, .effectiveConvexity, .keyRateDV01])
    let half = block.rows.count / 2
    for row in 0..<half {
      let (a, b) = (block.values[row], block.values[row + half])
      #expect(abs(a - b) <= 1e-10 * max(1, abs(a)), "\(block.rows[row])")
    }
  }

  /// A payment that does not cover the interest lets the balance grow up to its limit; all that is lent comes back.
  @Test func negativeAmortisationConservesCash() throws {
    let loan = try Self.mortgage(
      amortisation: .levelPay(payment: 1_300, periods: nil), rate: 0.01, prepaymentRate: 0)
    for limit in [nil, 1.06 * 400_000, 1.1 * 400_000] as [Double?] {
      let terms = try VariableLoan(
        loan: loan,
        rateReset: LoanRateReset(
          index: .usdTermSOFR1M, margin: 0.03, first: Self.date("2023-05-01"), months: 1),
        paymentReset: LoanPaymentReset(first: Self.date("2024-04-01"), months: 12, cap: 0.075),
        balanceLimit: limit)
      let columns = try VariableLoanMarket.pricer([.cashFlows])
        .price([Fixtures.position(.variableLoan(terms))]).cashFlows
      #expect(abs(columns.principal.reduce(0, +) - 400_000) <= 1e-6)
      let most = columns.balances.max()!
      #expect(most > 1.05 * 400_000)
      if let limit { #expect(most <= limit) } else { #expect(most > 1.1 * 400_000) }
      #expect(columns.balances.last == 0)
    }
  }

  /// What is drawn and what was lent comes back.
  @Test func commitmentsConserveCash() throws {
    let pricer = try VariableLoanMarket.pricer([.cashFlows])
    for golden in try VariableLoanGolden.load() where golden.balanceDate >= Self.day.adding(days: -25) {
      let columns = pricer.price([Fixtures.position(.variableLoan(try golden.terms()))]).cashFlows
      let owed = golden.balance
      let repaid = columns.principal.reduce(0, +) + columns.prepayment.reduce(0, +)
      // Payments between the balance date and the valuation date are not among the flows.
      guard columns.flowCount == (try golden.terms()).flowCount else { continue }
      #expect(abs(repaid - owed) <= 1e-6 * max(1, owed), "\(golden.name)")
    }
  }

  // MARK: Measures

  /// Key rates add up to DV01, which is the central difference of values; so is convexity of DV01, and CS01 of spreads.
  @Test func sensitivitiesAreDifferences() throws {
    // Small, so that few caps and limits are met in between.
    let bp = 0.02
    let spread = { (points: Double) in
      Scenario(id: "S\(points)", shifts: [.spread(SpreadShift(move: .absolute(basisPoints: points)))])
    }
    let scenarios = [
      Scenario.base, Fixtures.parallel(bp), Fixtures.parallel(-bp), spread(bp), spread(-bp),
    ]
    var tested = 0
    for golden in try VariableLoanGolden.load() where golden.reset?.step == nil && golden.currency == .usd {
      tested += 1
      let block = try values(
        [.variableLoan(golden.terms())],
        [.presentValue, .effectiveConvexity, .dv01, .cs01, .keyRateDV01], scenarios, spread: 40,
        spreadCurve: "USD.LOANS")
      var rows: [Measure: [ArraySlice<Double>]] = [:]
      for (row, content) in block.rows.enumerated() {
        rows[content.measure, default: []].append(block.values[block.range(ofRow: row)])
      }
      let value = Array(rows[.presentValue]![0])
      let dv01 = Array(rows[.dv01]![0])
      let size = 1e-9 * max(golden.balance, golden.commitment?.amount ?? 0)
      #expect(abs((value[1] - value[2]) / (2 * bp) - dv01[0]) <= 2e-6 * abs(dv01[0]) + size, "\(golden.name)")
      #expect(
        abs((value[3] - value[4]) / (2 * bp) - rows[.cs01]![0].first!) <= 1e-6 * abs(rows[.cs01]![0].first!)
          + size,
        "\(golden.name)")
      let keys = rows[.keyRateDV01]!.reduce(0) { $0 + $1.first! }
      #expect(abs(keys - dv01[0]) <= 1e-9 * max(abs(dv01[0]), 1) + size, "\(golden.name)")
      let convexity = rows[.effectiveConvexity]![0].first! * value[0] * 1e-8
      // Where a limit is met between the two moves there is a kink.
      let bend = (dv01[1] - dv01[2]) / (2 * bp)
      if abs(bend - convexity) > 1e-4 * abs(convexity) + 1e-7 * abs(dv01[0]) {
        #expect(
          golden.limit != nil || golden.reset?.cap != nil || golden.reset?.periodicCap != nil
            || (golden.reset?.floor ?? 0) != 0 || golden.paymentReset?.cap != nil,
          "\(golden.name) \(bend) \(convexity)")
      }
    }
    #expect(tested > 100)
  }

  /// A mark is met by an issue spread, which is the Z-spread on one curve.
  @Test func marksAreMet() throws {
    let terms = Instrument.variableLoan(
      try VariableLoan(loan: Self.mortgage(), rateReset: Self.reset(caps: 0.01, life: 0.085)))
    for curve in [nil, "USD.LOANS"] {
      let block = try values(
        [terms], [.presentValue, .cleanPrice, .zSpread], marks: [96.75], spreadCurve: curve)
      let found = cells(block, positions: 1)[0]
      #expect(abs(found[.cleanPrice]!.value! - 96.75) <= 1e-10)
      let again = try values([terms], [.presentValue], spread: found[.zSpread]!.value!)
      #expect(abs(again.values[0] - block.values[0]) <= 1e-7)
    }
  }

  /// Explained payments add up to the value in every scenario, and are those stored on the base market.
  @Test func flowValuesAddUpToTheValue() throws {
    let scenarios = [Scenario.base] + (1...9).map { Fixtures.parallel(25 * Double($0)) }
    let pricer = try VariableLoanMarket.pricer([.presentValue, .cashFlows], scenarios)
    for golden in try VariableLoanGolden.load().suffix(150) {
      let position = Fixtures.position(.variableLoan(try golden.terms()), quantity: -3, spread: 35)
      let batch = pricer.price([position])
      for scenario in [0, 3, 9] {
        let flows = try pricer.flowValues(position, scenario: scenario).get().flows
        let sum = flows.reduce(0) { $0 + $1.presentValue }
        let size = flows.reduce(1) { $0 + abs($1.presentValue) }
        #expect(abs(sum - batch.results.values[scenario]) <= 1e-12 * size, "\(golden.name)")
        guard scenario == 0 else { continue }
        #expect(flows.map(\.payDate.dayNumber) == batch.cashFlows.payDays)
        for (flow, explained) in flows.enumerated() {
          #expect(abs(explained.amount + 3 * batch.cashFlows.total(flow)) <= 1e-9 * size)
        }
      }
      var dated = CashFlowColumns()
      CashFlowGenerator.append(position.instrument.terms, after: Self.day, to: &dated)
      #expect(dated.payDays.sorted() == batch.cashFlows.payDays)
    }
  }

  /// A cell has the same bits whatever is priced beside it, and however many scenarios there are.
  @Test func cellsDoNotDependOnTheirNeighbours() throws {
    let moves = (0...19).map { Fixtures.parallel(10 * Double($0) - 50) }
    let golden = try VariableLoanGolden.load().prefix(40)
    let measures: [Measure] = [.presentValue, .yield, .dv01, .keyRateDV01]
    let terms = try golden.map { Instrument.variableLoan(try $0.terms()) }
    let together = try values(terms, measures, [.base] + moves)
    for number in [0, 17, 39] {
      for scenario in [0, 7, 8, 20] {
        let alone = try values([terms[number]], measures, [([.base] + moves)[scenario]])
        let first = together.rows.firstIndex { $0.positionNumber == Int32(number) }!
        for row in alone.rows.indices {
          #expect(
            cell(alone, row: row, scenario: 0) == cell(together, row: first + row, scenario: scenario))
        }
      }
    }
  }

  // MARK: What is missing

  @Test func whatTheMarketLacksIsNamed() throws {
    let early = try AmortisingLoan(
      currency: .usd, balance: 100, balanceDate: Self.date("2022-11-01"),
      firstPaymentDate: Self.date("2022-12-01"), maturity: Self.date("2032-11-01"), rate: 0.03,
      amortisation: .bullet)
    let terms = Instrument.variableLoan(
      try VariableLoan(
        loan: early,
        rateReset: LoanRateReset(index: .usdTermSOFR3M, margin: 0, first: Self.date("2023-01-01"), months: 3))
    )
    func reason(_ snapshot: MarketSnapshot) throws -> Reason? {
      let pricer = try VariableLoanMarket.pricer([.presentValue], snapshot: snapshot)
      return cells(pricer.price([Fixtures.position(terms)]).results, positions: 1)[0][.presentValue]?.reason
    }
    #expect(
      try reason(FloatingMarket.snapshot(fixings: false))
        == Reason(.missingData, "fixing of USD-TERM-SOFR-3M on 2022-12-29"))
    #expect(
      try reason(FloatingMarket.snapshot(without: .usdTermSOFR3M))?.code == .missingData)
    #expect(try reason(VariableLoanMarket.snapshot) == nil)
  }

  /// Before anything is drawn there is a value and nothing to quote; after maturity there is nothing.
  @Test func anUndrawnCommitmentHasAValueAndNoPrice() throws {
    func facility(_ from: String, _ first: String, _ to: String) throws -> Instrument {
      .variableLoan(
        try VariableLoan(
          loan: AmortisingLoan(
            currency: .usd, balance: 0, balanceDate: Self.date(from), firstPaymentDate: Self.date(first),
            maturity: Self.date(to), rate: 0.06, frequency: .quarterly, dayCount: .actual360,
            amortisation: .bullet),
          commitment: LoanCommitment(amount: 1e6, isRevolving: true, fee: 0.005)))
    }
    let found = cells(
      try values(
        [
          facility("2023-03-15", "2023-06-15", "2026-03-15"),
          facility("2021-03-15", "2021-06-15", "2023-03-15"),
        ], [.presentValue, .cleanPrice, .yield, .dv01]), positions: 2)
    // Fees of half a percent for three years, twice.
    #expect((0.9 * 30_000...30_500).contains(found[0][.presentValue]!.value!))
    #expect(found[0][.cleanPrice]?.reason?.code == .notApplicable)
    #expect(found[0][.yield]?.reason?.code == .notApplicable)
    #expect(found[1][.presentValue] == .value(0) && found[1][.dv01] == .value(0))
  }
}

extension VariableLoan {
  /// Payments from the balance date on.
  fileprivate var flowCount: Int {
    var columns = CashFlowColumns()
    CashFlowGenerator.append(.variableLoan(self), after: loan.balanceDate, to: &columns)
    return columns.flowCount
  }
}
