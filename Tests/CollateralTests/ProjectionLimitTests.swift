import Collateral
import DatesAndConventions
import Instruments
import Testing

/// What a projection comes to at the ends of its ranges, and that no principal is made or lost on the way.
struct ProjectionLimitTests {
  private func loan(
    _ balance: Double = 1_000, rate: Double = 0.06, term: Int = 120, fee: Double = 0.005,
    repayment: LoanRepayment = .levelPay, status: DelinquencyStatus = .current
  ) throws -> PoolLoan {
    try PoolLoan(
      id: "L", balance: balance, noteRate: rate, servicingFee: fee, remainingTerm: term, repayment: repayment,
      status: status)
  }

  private func flows(_ loans: [PoolLoan], _ assumptions: CollateralAssumptions) throws -> CollateralFlows {
    try CollateralProjection(assumptions).flows(loans)
  }

  private func sum(_ column: some Sequence<Double>) -> Double { column.reduce(0, +) }

  /// Level payments by their definition: 1,000 at 6% over 120 months pays 11.1020502 a month.
  @Test func withoutPrepaymentTheScheduleIsTheContracts() throws {
    let flows = try flows([try loan()], CollateralAssumptions())
    #expect(flows.months == 120)
    for month in 0..<120 {
      #expect(abs(flows.interest[month] + flows.scheduledPrincipal[month] - 11.10205019) < 1e-8)
      #expect(flows.prepayment[month] == 0 && flows.defaults[month] == 0)
    }
    #expect(abs(sum(flows.scheduledPrincipal) - 1_000) < 1e-9)
    #expect(flows.balance[119] == 0)
  }

  @Test func everythingIsPrepaidInTheFirstMonth() throws {
    let flows = try flows([try loan()], CollateralAssumptions(prepayment: .speed(.cpr(1))))
    #expect(abs(flows.scheduledPrincipal[0] + flows.prepayment[0] - 1_000) < 1e-9)
    #expect(flows.interest[0] == 5)
    #expect(flows.balance.allSatisfy { $0 == 0 } && flows.interest[1] == 0)
  }

  @Test func aLastMonthRepaysTheLoan() throws {
    let flows = try flows([try loan(term: 1)], CollateralAssumptions(prepayment: .speed(.cpr(0.5))))
    #expect(flows.months == 1)
    #expect(flows.scheduledPrincipal == [1_000] && flows.prepayment == [0] && flows.balance == [0])
  }

  @Test func aPoolThatIsRepaidPaysNothing() throws {
    let flows = try flows([try loan(0)], CollateralAssumptions(prepayment: .speed(.psa(1))))
    #expect(flows.openingBalance == 0)
    #expect(sum(flows.interest) == 0 && sum(flows.scheduledPrincipal) == 0)
    #expect(try self.flows([], CollateralAssumptions()).months == 0)
  }

  @Test func everythingDefaultsInTheFirstMonth() throws {
    let flows = try flows(
      [try loan()],
      CollateralAssumptions(
        prepayment: .speed(.cpr(0.2)), defaults: .speed(.mdr(1)), severity: .curve([0.4]), liquidationLag: 6))
    #expect(flows.defaults[0] == 1_000 && flows.balance[0] == 0)
    #expect(sum(flows.interest) == 0 && sum(flows.scheduledPrincipal) == 0 && sum(flows.prepayment) == 0)
    #expect(flows.inDefault[5] == 1_000 && flows.inDefault[6] == 0)
    #expect(abs(flows.recovery[6] - 600) < 1e-9 && abs(flows.loss[6] - 400) < 1e-9)
  }

  /// Without advances, with no loss and no lag, a default pays as a prepayment that misses its interest and its payment.
  @Test func defaultsWithoutLossPayTheirBalance() throws {
    let flows = try flows([try loan()], CollateralAssumptions(defaults: .speed(.mdr(0.1))))
    #expect(flows.recovery == flows.defaults && sum(flows.loss) == 0)
    #expect(flows.recovery[0] == 100)
    #expect(abs(flows.interest[0] - 900 * 0.005) < 1e-12)
  }

  @Test func noLoanDefaultsInItsLastMonths() throws {
    let flows = try flows(
      [try loan(term: 24), try loan(term: 36)],
      CollateralAssumptions(defaults: .speed(.mdr(0.02)), severity: .curve([0.5]), liquidationLag: 12))
    #expect(flows.months == 36 && flows.inDefault[35] == 0)
    #expect(sum(flows.defaults[24...]) == 0 && flows.defaults[23] > 0)
  }

  /// The balloon itself may not be paid: defaults to the end, and liquidation after it.
  @Test func balloonsDefaultAtMaturity() throws {
    let balloon = try loan(term: 12, repayment: LoanRepayment(amortisationMonths: 360))
    let vector = SpeedVector([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5])
    let flows = try flows(
      [balloon],
      CollateralAssumptions(
        defaults: .speed(DefaultSpeed(.mdr, vector)), severity: .curve([0.3]), liquidationLag: 3,
        servicerAdvances: true, defaultsEndBeforeMaturity: false))
    #expect(flows.months == 15)
    let before = flows.balance[10]
    #expect(flows.defaults[11] == before / 2)
    #expect(abs(flows.scheduledPrincipal[11] - before / 2) < 1e-9)
    #expect(abs(flows.recovery[14] - 0.7 * before / 2) < 1e-9)
    #expect(abs(flows.loss[14] - 0.3 * before / 2) < 1e-9)
  }

  @Test func loansInForeclosureAreLiquidatedAfterTheLag() throws {
    let flows = try flows(
      [try loan(600), try loan(400, status: .foreclosure)],
      CollateralAssumptions(severity: .curve([0.25]), liquidationLag: 4))
    #expect(flows.openingBalance == 600 && flows.openingInDefault == 400)
    #expect(flows.inDefault[2] == 400 && flows.inDefault[3] == 0)
    #expect(flows.recovery[3] == 300 && flows.loss[3] == 100)
    #expect(sum(flows.defaults) == 0)
  }

  @Test func locksAndPenaltiesHoldWhileLoansAreYoung() throws {
    let young = try PoolLoan(
      id: "P", balance: 1_000, noteRate: 0.06, age: 10, remainingTerm: 60, lockoutMonths: 3,
      penalties: [
        PenaltyStep(lastLoanMonth: 20, fraction: 0.02), PenaltyStep(lastLoanMonth: 30, fraction: 0.01),
      ])
    let flows = try flows([young], CollateralAssumptions(prepayment: .speed(.smm(0.05))))
    #expect(flows.prepayment[0..<3].allSatisfy { $0 == 0 } && flows.prepayment[3] > 0)
    // Month 10 is the 20th of the loan's life.
    #expect(abs(flows.prepaymentPenalty[9] - 0.02 * flows.prepayment[9]) < 1e-12)
    #expect(abs(flows.prepaymentPenalty[10] - 0.01 * flows.prepayment[10]) < 1e-12)
    #expect(flows.prepaymentPenalty[20] == 0 && flows.prepayment[20] > 0)
  }

  @Test(arguments: [true, false], [0, 1, 12, 60])
  func principalIsKeptEachMonth(advances: Bool, lag: Int) throws {
    let adjustable = AdjustableRate(
      index: "I", margin: 0.03, monthsToReset: 7, resetMonths: 1, lifetimeCap: 0.12,
      paymentCap: PaymentCap(change: 0.075))
    let loans = [
      try loan(), try loan(500, term: 90, repayment: LoanRepayment(interestOnlyMonths: 24)),
      try loan(700, term: 84, repayment: LoanRepayment(amortisationMonths: 360)),
      try loan(300, rate: 0, repayment: LoanRepayment(.equalPrincipal)),
      try loan(200, status: .realEstateOwned),
      try PoolLoan(
        id: "N", balance: 900, noteRate: 0.01, age: 2, remainingTerm: 358, rateTerms: .adjustable(adjustable)),
    ]
    for ends in [true, false] {
      let flows = try flows(
        loans,
        CollateralAssumptions(
          prepayment: .speed(.psa(2)), defaults: .speed(.cdr(0.05)), severity: .curve([0.2, 0.7, 0.4]),
          liquidationLag: lag, servicerAdvances: advances, defaultsEndBeforeMaturity: ends,
          indexRates: IndexRates(["I": [0.02, 0.05, 0.08, 0.03]])))
      var before = flows.openingBalance + flows.openingInDefault
      #expect(before == 3_600)
      for month in 0..<flows.months {
        let paid =
          flows.scheduledPrincipal[month] + flows.prepayment[month] + flows.recovery[month]
          + flows.loss[month]
        let after = flows.balance[month] + flows.inDefault[month]
        #expect(abs(before + flows.deferredInterest[month] - paid - after) < 1e-9, "month \(month)")
        before = after
      }
      #expect(before < 1e-9)
      #expect(sum(flows.deferredInterest) > 0)
      let columns = [
        flows.balance, flows.inDefault, flows.interest, flows.servicingFee, flows.scheduledPrincipal,
        flows.prepayment, flows.defaults, flows.recovery, flows.loss, flows.deferredInterest,
      ]
      #expect(columns.allSatisfy { $0.allSatisfy { $0 >= 0 && $0.isFinite } })
    }
  }

  @Test func flowsOfAPoolAreThoseOfItsLoans() throws {
    let loans = [try loan(), try loan(400, term: 40), try loan(300, rate: 0.09, term: 77)]
    let projection = try CollateralProjection(
      CollateralAssumptions(
        prepayment: .speed(.cpr(0.1)), defaults: .speed(.cdr(0.03)), severity: .curve([0.3]),
        liquidationLag: 5))
    let together = try projection.flows(loans)
    let apart = try loans.map { try projection.flows([$0]) }
    for month in 0..<120 {
      let interest = apart.reduce(0) { $0 + (month < $1.months ? $1.interest[month] : 0) }
      let recovery = apart.reduce(0) { $0 + (month < $1.months ? $1.recovery[month] : 0) }
      #expect(abs(together.interest[month] - interest) < 1e-10)
      #expect(abs(together.recovery[month] - recovery) < 1e-10)
    }
  }

  @Test func assumptionsOutOfRangeAreRefused() throws {
    for assumptions in [
      CollateralAssumptions(liquidationLag: -1), CollateralAssumptions(liquidationLag: 500),
      CollateralAssumptions(severity: .curve([])), CollateralAssumptions(severity: .curve([1.2])),
      CollateralAssumptions(indexRates: IndexRates(["SOFR": [0.04, .nan]])),
      CollateralAssumptions(
        economy: CollateralEconomy(
          firstMonth: YearMonth("2024-01")!, mortgageRates: MonthSeries([0.06]),
          nationalHousePrices: MonthSeries([1, 0]))),
      CollateralAssumptions(
        economy: CollateralEconomy(firstMonth: YearMonth("2024-01")!, mortgageRates: MonthSeries([6]))),
    ] {
      #expect(throws: CollateralError.self) { try CollateralProjection(assumptions) }
    }
    let adjustable = try PoolLoan(
      id: "ARM", balance: 1, noteRate: 0.05, remainingTerm: 12,
      rateTerms: .adjustable(AdjustableRate(index: "SOFR", margin: 0.02, monthsToReset: 1)))
    let error = #expect(throws: CollateralError.self) {
      try self.flows([adjustable], CollateralAssumptions())
    }
    #expect(error?.loan == "ARM" && error?.message.contains("SOFR") == true)
  }

  @Test(
    arguments: [
      ("balance", -1, 0.05, 0, 1, nil, LoanRepayment.levelPay),
      ("note_rate_percent", 1, 5, 0, 1, nil, .levelPay),
      ("remaining_months", 1, 0.05, 0, 0, nil, .levelPay), ("age_months", 1, 0.05, -3, 1, nil, .levelPay),
      ("score", 1, 0.05, 0, 1, 12, .levelPay),
      ("amortisation_months", 1, 0.05, 0, 60, nil, LoanRepayment(amortisationMonths: 30)),
      ("interest_only_months", 1, 0.05, 0, 60, nil, LoanRepayment(interestOnlyMonths: 61)),
    ] as [(String, Double, Double, Int, Int, Int?, LoanRepayment)])
  func termsOutOfRangeNameTheirField(
    field: String, balance: Double, rate: Double, age: Int, term: Int, score: Int?, repayment: LoanRepayment
  ) {
    let error = #expect(throws: TermsError.self) {
      try PoolLoan(
        id: "L", balance: balance, noteRate: rate, age: age, remainingTerm: term, repayment: repayment,
        score: score)
    }
    #expect(error?.field == field)
  }
}
