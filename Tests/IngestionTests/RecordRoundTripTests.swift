import DatesAndConventions
import Ingestion
import Instruments
import JSONDocuments
import RunRecords
import Testing

struct RecordRoundTripTests {
  static let records: [InstrumentRecord] = {
    func day(_ text: String) -> CivilDate { CivilDate(iso: text)! }
    let payments = [
      PrincipalPayment(date: day("2025-06-15"), amount: 10),
      PrincipalPayment(date: day("2026-06-15"), amount: 12.5),
    ]
    let bonds: [Instrument] = [
      .fixedBond(
        try! FixedBond(
          currency: .usd, datedDate: day("2021-05-15"), maturity: day("2031-05-15"), coupon: 0.04375,
          frequency: .semiannual, convention: .usStreet)),
      .fixedBond(
        try! FixedBond(
          currency: .gbp, datedDate: day("2021-05-17"), maturity: day("2031-06-15"), coupon: 0.1 / 3,
          frequency: .annual, convention: .eurobond, dayCount: .thirtyE360ISDA,
          firstCouponDate: day("2021-12-15"), penultimateCouponDate: day("2030-12-15"), endOfMonth: false,
          redemption: 102, principalPayments: payments)),
      .fixedBond(
        try! FixedBond(
          currency: .jpy, datedDate: day("2020-02-29"), maturity: day("2040-02-29"), coupon: 0,
          frequency: .once,
          convention: .japaneseGovernment)),
    ]
    let structured: [Instrument] = [
      .structuredNote(
        try! StructuredNote(
          currency: .eur, datedDate: day("2023-04-28"), maturity: day("2033-04-28"),
          coupon: .index(
            FloatingRate(
              index: .eurEuribor6M, spread: 0.1 / 3, gearing: -2, cap: 0.07, floor: 0.005, fixingDays: 3)),
          dayCount: .thirtyE360, paymentLag: 1, redemption: 101, settlementDays: 3,
          fixedStart: FixedStart(rate: 0.06, floatingFrom: day("2024-04-28")),
          calls: [
            ExercisePrice(date: day("2026-04-28"), price: 102),
            ExercisePrice(date: day("2027-10-28"), price: 100),
          ], noticeDays: 10)),
      .structuredNote(
        try! StructuredNote(
          currency: .usd, datedDate: day("2023-04-28"), maturity: day("2033-04-28"),
          coupon: .swapRate(
            SwapRateCoupon(
              index: .usdSOFR, longYears: 30, shortYears: 2, gearing: 4, margin: 0.001, cap: 0.09, floor: 0,
              fixing: -0.0123)), frequency: .semiannual)),
      .structuredNote(
        try! StructuredNote(
          currency: .usd, datedDate: day("2023-04-28"), maturity: day("2033-04-28"),
          coupon: .rangeAccrual(
            RangeAccrual(index: .usdSOFR, rate: 0.05, low: 0.001, high: 0.1 / 3, observation: .weekly)),
          frequency: .semiannual)),
    ]
    let linked: [Instrument] = [
      (.threeMonths, .value(296.95), nil), (.threeMonths, .date(day("2023-02-15")), false),
      (.eightMonths, nil, true),
    ].map { (indexation, base: InflationLinkedBond.Base?, floor) in
      .linkedBond(
        try! InflationLinkedBond(
          bond: FixedBond(
            currency: .usd, datedDate: day("2023-01-15"), maturity: day("2033-01-15"), coupon: 0.01125,
            frequency: .semiannual, convention: .usTreasury),
          index: .usCPIU, indexation: indexation, base: base, hasDeflationFloor: floor))
    }
    var loans: [Instrument] = [
      .levelPay(payment: 1_234.56, periods: nil), .levelPay(payment: nil, periods: 300),
      .linear(periods: nil), .linear(principal: 50_000, periods: nil),
      .linear(periods: 12), .bullet, .interestOnlyThenLevelPay(interestOnlyPeriods: 24, periods: 360),
      .interestOnlyThenLevelPay(interestOnlyPeriods: 0, periods: nil), .schedule(payments), .schedule([]),
    ].map { amortisation in
      .amortisingLoan(
        try! AmortisingLoan(
          currency: .eur, balance: 1e7 / 7, balanceDate: day("2023-03-01"),
          firstPaymentDate: day("2023-04-01"),
          maturity: day("2027-04-01"), rate: 0.0465,
          rateSteps: [
            RateStep(date: day("2024-05-05"), rate: 0.1 / 3), RateStep(date: day("2025-01-01"), rate: 0.05),
          ], frequency: .quarterly, dayCount: .actual360,
          amortisation: amortisation, servicingFee: 0.0002478, prepaymentRate: 0.06,
          endOfMonth: amortisation == .bullet, calendar: .target,
          paymentConvention: .modifiedFollowing))
    }
    loans += [
      .amortisingLoan(
        try! AmortisingLoan(
          currency: .gbp, balance: 1e5 / 3, balanceDate: day("2023-03-01"),
          firstPaymentDate: day("2023-04-01"), maturity: day("2027-04-20"), rate: -0.001,
          dayCount: .actual365Fixed,
          amortisation: .interestOnlyThenLevelPay(interestOnlyPeriods: 2, payment: 800, periods: nil),
          paymentConvention: .following, accrualConvention: .following,
          penultimatePaymentDate: day("2027-02-01"), capitalisedUntil: day("2023-06-01"),
          interestRests: InterestRests(first: day("2023-09-01"), months: 12, balance: 4e4))),
      .amortisingLoan(
        try! AmortisingLoan(
          currency: .usd, balance: 1e5 / 3, balanceDate: day("2023-03-03"),
          firstPaymentDate: day("2023-03-17"), maturity: day("2033-03-03"), rate: 0.055,
          dayCount: .actual365Fixed, amortisation: .levelPay(payment: nil, periods: nil), periodDays: 14,
          annuity: .actualDays)),
      .perpetualBond(
        try! PerpetualBond(
          currency: .usd, datedDate: day("2019-06-15"), coupon: 0.055,
          couponSteps: [CouponStep(date: day("2029-06-15"), rate: 0.07)], frequency: .semiannual,
          convention: .usCorporate, dayCount: .actual360, firstCouponDate: day("2019-08-10"),
          endOfMonth: false, calls: [ExercisePrice(date: day("2027-08-10"), price: 101)],
          valuation: .firstCall)),
      .perpetualFloater(
        try! PerpetualFloater(
          currency: .usd, datedDate: day("2019-06-15"),
          coupon: FloatingRate(index: .usdSOFR, spread: 0.035, floor: 0.02, lookbackDays: 5),
          frequency: .quarterly, dayCount: .actual360, paymentLag: 2, firstCouponDate: day("2019-08-10"),
          endOfMonth: false, settlementDays: 3,
          fixedStart: FixedStart(rate: 0.055, floatingFrom: day("2029-08-10")),
          calls: [ExercisePrice(date: day("2029-08-10"), price: 100)], valuation: .firstCall)),
      .derivative(
        .capFloor(
          try! CapFloor(
            .floor,
            leg: CouponLeg(
              currency: .eur, notional: 1e6,
              rate: .swapRate(
                SwapRateCoupon(
                  index: .eurEuribor6M, longYears: 10, shortYears: 2, fixing: 0.0015, fixingDays: 5,
                  isInArrears: true, correlation: 0.85)), start: day("2023-04-04"),
              maturity: day("2033-04-04"), frequency: .quarterly, dayCount: .actual360, calendar: .target),
            strike: -0.001))),
      .derivative(
        .swap(
          try! InterestRateSwap(
            pay: CouponLeg(
              currency: .eur, notional: 1e6, rate: .fixed(0.01), start: day("2023-04-04"),
              maturity: day("2033-04-04"), frequency: .annual, dayCount: .actual360, calendar: .target),
            receive: CouponLeg(
              currency: .eur, notional: 1e6,
              rate: .swapRate(
                SwapRateCoupon(
                  index: .eurEuribor6M, longYears: 30, shortYears: 10, margin: 0.002, cap: 0.03, floor: 0,
                  correlation: -0.25)), start: day("2023-04-04"), maturity: day("2033-04-04"),
              frequency: .annual, dayCount: .actual360, calendar: .target), valueCurrency: .eur))),
      .variableLoan(
        try! VariableLoan(
          loan: AmortisingLoan(
            currency: .usd, balance: 1e6 / 3, balanceDate: day("2023-03-01"),
            firstPaymentDate: day("2023-04-01"), maturity: day("2043-03-01"), rate: 0.0125,
            amortisation: .levelPay(payment: 1_200, periods: 360), prepaymentRate: 0.1),
          rateReset: LoanRateReset(
            index: .usdSOFRAverage30D, margin: 0.0275, first: day("2024-04-01"), months: 6, lookbackDays: 45,
            rounding: RateRounding(step: 0.00125, direction: .up), firstCap: 0.02, periodicCap: 0.01,
            cap: 0.09, floor: 0.02),
          paymentReset: LoanPaymentReset(first: day("2025-04-01"), months: 12, cap: 0.075),
          balanceLimit: 4e5,
          prepaymentPenalties: [
            PrepaymentPenalty(through: day("2024-03-01"), rate: 0.02),
            PrepaymentPenalty(through: day("2025-03-01"), rate: 0.01),
          ])),
      .variableLoan(
        try! VariableLoan(
          loan: AmortisingLoan(
            currency: .eur, balance: 0, balanceDate: day("2023-03-15"), firstPaymentDate: day("2023-06-15"),
            maturity: day("2028-03-15"), rate: 0.06, frequency: .quarterly, dayCount: .actual360,
            amortisation: .bullet),
          rateReset: LoanRateReset(index: .eurEuribor3M, margin: 0.02, first: day("2023-06-15"), months: 3),
          commitment: LoanCommitment(
            amount: 1e7, isRevolving: true, fee: 0.004, utilisationFee: 0.001, utilisationThreshold: 0.5),
          drawdowns: [PrincipalPayment(date: day("2023-09-01"), amount: 3e6)],
          repayments: [PrincipalPayment(date: day("2024-09-01"), amount: 2e6)])),
    ]
    let repos: [(Repo.Price, Repo.Term)] = [
      (.rate(0.045, .actual365Fixed), .until(day("2023-04-14"))),
      (.rate(-0.004, .actual360), .open(noticeDays: 2, .target)),
      (.repayment(1_003_750.25), .until(day("2023-04-14"))),
    ]
    let derivatives: [Derivative] =
      repos.map { price, term in
        .repo(
          try! Repo(
            currency: .eur, cash: 1e6, price: price, start: day("2023-03-15"), term: term, haircut: 0.02,
            collateral: "BOND 1"))
      } + [
        .inflationSwap(
          try! InflationSwap(
            currency: .gbp, index: .ukRPI, notional: 1e6 / 3, rate: 0.035, start: day("2023-02-28"),
            maturity: day("2033-02-28"), baseIndex: 360.4, calendar: .ukSettlement)),
        .inflationSwap(
          try! InflationSwap(
            currency: .usd, index: .usCPIU, notional: 1e6, rate: 0, start: day("2023-03-15"),
            maturity: day("2025-03-15"), kind: .yearOnYear)),
        .fxOption(
          try! FXOption(
            exchange: FXForward(
              buyCurrency: .eur, buyAmount: 1_000_000.5, sellCurrency: .usd, sellAmount: 1_100_000,
              settlementDate: day("2023-10-03"), valueCurrency: .eur), expiry: day("2023-09-29"))),
        .nonDeliverableForward(
          try! NonDeliverableForward(
            exchange: FXForward(
              buyCurrency: .usd, buyAmount: 1_000_000, sellCurrency: .jpy, sellAmount: 130_000_000,
              settlementDate: day("2023-10-03"), valueCurrency: .usd), fixingDate: day("2023-09-29"),
            fixingRate: 1 / 0.0077)),
        .nonDeliverableForward(
          try! NonDeliverableForward(
            exchange: FXForward(
              buyCurrency: .usd, buyAmount: 1_000_000, sellCurrency: .jpy, sellAmount: 130_000_000,
              settlementDate: day("2023-10-03"), valueCurrency: .jpy), fixingDate: day("2023-09-29"))),
        .capFloor(
          try! CapFloor(
            .floor,
            leg: CouponLeg(
              currency: .gbp, notional: 5e6,
              rate: .floating(
                FloatingRate(index: .gbpSONIA, averaging: .averaged, lookbackDays: 5, observationShift: true)),
              start: day("2023-04-17"), maturity: day("2026-06-15"), frequency: .quarterly,
              dayCount: .actual365Fixed, calendar: .ukSettlement, paymentLag: 2,
              firstCouponDate: day("2023-06-15"), endOfMonth: false,
              notionalSteps: [NotionalStep(date: day("2024-06-15"), factor: 0.5)]), strike: 0.0275)),
        .swaption(
          try! Swaption(
            InterestRateSwap(
              pay: CouponLeg(
                currency: .eur, notional: 1e6, rate: .fixed(0.0275), start: day("2024-04-17"),
                maturity: day("2034-04-17"), frequency: .annual, dayCount: .thirtyE360, calendar: .target),
              receive: CouponLeg(
                currency: .eur, notional: 1e6, rate: .floating(FloatingRate(index: .eurEuribor6M)),
                start: day("2024-04-17"), maturity: day("2034-04-17"), frequency: .semiannual,
                dayCount: .actual360, calendar: .target),
              valueCurrency: .eur), exerciseDates: [day("2025-04-15"), day("2026-04-15")])),
        .swaption(
          try! Swaption(
            InterestRateSwap(
              pay: CouponLeg(
                currency: .eur, notional: 1e6,
                rate: .floating(FloatingRate(index: .eurEuribor6M, spread: 0.001)),
                start: day("2024-04-17"), maturity: day("2034-04-17"), frequency: .semiannual,
                dayCount: .actual360, calendar: .target),
              receive: CouponLeg(
                currency: .eur, notional: 1e6, rate: .fixed(0.0275), start: day("2024-04-17"),
                maturity: day("2034-04-17"), frequency: .annual, dayCount: .thirtyE360, calendar: .target),
              valueCurrency: .eur), expiry: day("2024-04-15"), settlement: .cash)),
        .bondFuture(
          try! BondFuture(
            currency: .eur, face: 100_000, delivery: day("2023-06-12"), convention: .germanBund,
            basket: [
              DeliverableBond(coupon: 0.017, maturity: day("2032-08-15"), conversionFactor: 0.7),
              DeliverableBond(coupon: 0.1 / 3, maturity: day("2033-02-15")),
            ], settledPrice: 135.84)),
      ]
    let others: [Instrument] = [
      .assetBacked(
        .agencyPool(
          try! AgencyPool(
            program: .freddieMac, coupon: 0.045,
            loans: PoolLoans(
              noteRate: 0.0521, remainingTerm: 341, age: 17, score: 748, loanToValue: 0.77, loanSize: 310_500,
              region: "CA"),
            factor: 0.87654321, factorMonth: YearMonth("2023-03")!, prepayment: .speed(0.7, .smm),
            delayDays: 44,
            settlementDays: 1))),
      .assetBacked(
        .toBeAnnounced(
          try! ToBeAnnounced(
            program: .ginnieMaeII, coupon: 0.05, settlementDate: day("2023-04-20"),
            prepayment: .model("FAST"),
            noteRate: 0.0556, remainingTerm: 350, age: 6, score: 690, loanToValue: 0.94, agreedPrice: 99.5))),
      .assetBacked(
        .dealTranche(
          try! DealTranche(currency: .usd, dealID: "EXAMPLE-2023-1", bond: "A1", settlementDays: 3))),
      .fxForward(
        try! FXForward(
          buyCurrency: .jpy, buyAmount: 18_495_210, sellCurrency: .usd, sellAmount: 138_811.25,
          settlementDate: day("2023-04-27"), valueCurrency: .usd)),
      .unsupported(
        UnsupportedInstrument(productType: .mortgageAssetBacked, description: "agency pool", currency: .usd)),
      .unsupported(
        UnsupportedInstrument(productType: .fixedBond, description: "in default", currency: .eur)),
    ]
    func leg(
      _ currency: Currency, _ notional: Double, _ rate: CouponLeg.Rate, _ frequency: Frequency,
      steps: [NotionalStep] = []
    ) -> CouponLeg {
      try! CouponLeg(
        currency: currency, notional: notional, rate: rate, start: day("2022-06-15"),
        maturity: day("2032-06-15"),
        frequency: frequency, dayCount: .actual360, calendar: .target, paymentLag: 2, notionalSteps: steps)
    }
    let steps = [NotionalStep(date: day("2026-06-15"), factor: 0.75)]
    let sofr = try! FloatingRate(index: .usdSOFR, spread: 0.0012, averaging: .averaged)
    let floating: [Instrument] = [
      .floatingNote(
        try! FloatingNote(
          currency: .usd, datedDate: day("2021-05-14"), maturity: day("2029-05-15"),
          coupon: FloatingRate(
            index: .usdSOFR, spread: 0.0085, gearing: 1.5, cap: 0.08, floor: 0.01, lookbackDays: 5,
            lockoutDays: 2, observationShift: true),
          frequency: .semiannual, dayCount: .actual365Fixed, calendar: .usNYSE,
          accrualConvention: .unadjusted, paymentConvention: .following, paymentLag: 2,
          firstCouponDate: day("2021-11-15"), penultimateCouponDate: day("2028-11-15"), endOfMonth: false,
          redemption: 101, principalPayments: payments, settlementDays: 1,
          fixedStart: FixedStart(rate: 0.041, floatingFrom: day("2024-11-15")))),
      .floatingNote(
        try! FloatingNote(
          currency: .eur, datedDate: day("2021-05-14"), maturity: day("2029-05-15"),
          coupon: FloatingRate(index: .eurEuribor6M, fixingDays: 3))),
      .derivative(
        .swap(
          try! InterestRateSwap(
            pay: leg(.eur, 1e6, .fixed(0.031), .annual, steps: steps),
            receive: leg(.eur, 1e6, .floating(FloatingRate(index: .eurEuribor3M)), .quarterly, steps: steps),
            notionalExchange: .final, valueCurrency: .eur))),
      .derivative(
        .swap(
          try! InterestRateSwap(
            pay: leg(.usd, 1.1e6, .floating(sofr), .quarterly),
            receive: leg(.eur, 1e6, .floating(FloatingRate(index: .eurESTR)), .quarterly),
            notionalReset: .pay, valueCurrency: .eur))),
      .derivative(
        .swap(
          try! InterestRateSwap(
            pay: leg(.eur, 1e6, .fixedCompounded(0.025), .once),
            receive: leg(.eur, 1e6, .floating(FloatingRate(index: .eurESTR)), .once), valueCurrency: .eur))),
      .derivative(
        .swap(
          try! InterestRateSwap(
            pay: leg(
              .eur, 1e6,
              .swapRate(
                SwapRateCoupon(
                  index: .eurEuribor6M, longYears: 10, margin: 0.001, cap: 0.05, floor: 0, fixing: 0.031,
                  fixingDays: 5, isInArrears: true)), .quarterly),
            receive: leg(
              .eur, 1e6,
              .swapRate(
                SwapRateCoupon(index: .eurESTR, longYears: 2, fixingDays: 5, isInArrears: true)), .annual),
            valueCurrency: .eur))),
      .derivative(
        .capFloor(
          try! CapFloor(
            .floor,
            leg: leg(
              .eur, 1e6,
              .swapRate(SwapRateCoupon(index: .eurEuribor6M, longYears: 30, fixing: 0.03, fixingDays: 1)),
              .quarterly), strike: 0.025))),
      .derivative(
        .forwardRate(
          try! ForwardRateAgreement(
            currency: .eur, notional: 2e7, rate: 0.0312, index: .eurEuribor3M, start: day("2023-06-30")))),
    ]
    let all = bonds + linked + structured + loans + derivatives.map(Instrument.derivative) + others + floating
    return all.enumerated().map { index, terms in
      InstrumentRecord(
        id: "ID \(index)", name: index % 2 == 0 ? "" : "Name, \"quoted\" é",
        issuer: index % 3 == 0 ? nil : "Issuer",
        country: index % 4 == 0 ? "US" : nil, sector: index % 5 == 0 ? "S" : nil,
        rating: index % 6 == 0 ? "BBB+" : nil, vintage: index % 3 == 1 ? 1_990 + index : nil,
        tags: [[], ["core"], ["é b", "core:x", "A"]][index % 3],
        spreadCurve: index % 7 == 0 ? "USD.CORPORATE" : nil,
        terms: terms)
    }
  }()

  @Test(arguments: records)
  func jsonReadsBackTheSameRecord(record: InstrumentRecord) throws {
    let json = record.canonicalJSON()
    #expect(try InstrumentRecord(json: json) == record)
    // Canonical by the general writer too.
    #expect(try CanonicalJSON.encodeBytes(try JSONDocument.parse(json)) == json)
  }

  @Test func csvReadsBackTheSameRecords() throws {
    let columns = InstrumentField.allCases
    var lines = [columns.map(\.name).joined(separator: ",")]
    for record in Self.records {
      let fields = Dictionary(uniqueKeysWithValues: record.fields.map { ($0.name, $0.value) })
      lines.append(columns.map { fields[$0].map(cell) ?? "" }.joined(separator: ","))
    }
    var read: [InstrumentRecord] = []
    let report = try RecordImport<InstrumentRecord>(file: "i.csv").csv(
      ByteSource(Array(lines.joined(separator: "\r\n").utf8))
    ) { read.append($0) }
    #expect(report.rejections == [])
    #expect(read == Self.records)
  }

  private func cell(_ value: FieldOutput) -> String {
    switch value {
    case .text(let text): return "\"" + text.replacing("\"", with: "\"\"") + "\""
    case .number(let number): return "\(number)"
    case .flag(let flag): return "\(flag)"
    case .words(let words): return words.joined(separator: ";")
    case .payments(let payments): return payments.map { "\($0.date):\($0.amount)" }.joined(separator: ";")
    }
  }

  private static let tooManyTags = "\"tags\":\((0..<21).map { "tag \($0)" })"

  @Test func tagsInAnyOrderAreTheSameVersion() throws {
    let json = #"{"product_type":"ABS_MBS","instrument_id":"B","currency":"USD","description":"x","tags":"#
    let one = try InstrumentRecord(json: Array((json + #"["b","a"]}"#).utf8))
    let two = try InstrumentRecord(json: Array((json + #"["a","b"]}"#).utf8))
    let none = try InstrumentRecord(json: Array((json + "[]}").utf8))
    #expect(one.contentHash == two.contentHash && one.tags == ["a", "b"])
    #expect(none.tags.isEmpty && none.contentHash != one.contentHash)
    #expect(!String(decoding: none.canonicalJSON(), as: UTF8.self).contains("tags"))
  }

  @Test func defaultsDoNotChangeTheVersion() throws {
    let short = try InstrumentRecord(
      json: Array(
        #"{"product_type":"FIXED_BOND","instrument_id":"B","currency":"USD","dated_date":"2021-05-15","maturity":"2031-05-15","coupon":0.045,"convention":"US_STREET"}"#
          .utf8))
    let long = try InstrumentRecord(
      json: Array(
        #"{"convention":"US_STREET","coupon":4.5e-2,"currency":"USD","dated_date":"2021-05-15","end_of_month":true,"frequency":2,"instrument_id":"B","maturity":"2031-05-15","name":"","product_type":"FIXED_BOND","redemption":100,"principal_payments":[]}"#
          .utf8))
    #expect(short == long)
    #expect(short.contentHash == long.contentHash)
  }

  @Test(arguments: [
    (#""coupon":"0.045""#, "coupon"), (#""coupon":{}"#, "coupon"), (#""coupon":true"#, "coupon"),
    (#""maturity":20310515"#, "maturity"), (#""cupon":0.045"#, "cupon"),
    (#""principal_payments":[{"date":"2025-05-15"}]"#, "principal_payments"),
    (#""principal_payments":"2025-05-15:10""#, "principal_payments"),
    (#""end_of_month":"true""#, "end_of_month"), (#""vintage":"2019""#, "vintage"),
    (#""vintage":2019.5"#, "vintage"), (#""vintage":20190515"#, "vintage"), (#""tags":"core""#, "tags"),
    (#""tags":["a","a"]"#, "tags"), (#""tags":["a;b"]"#, "tags"), (#""tags":[" a"]"#, "tags"),
    (#""tags":[""]"#, "tags"), (#""tags":["a",1]"#, "tags"),
    (tooManyTags, "tags"),
  ])
  func namesTheFieldOfABadRecord(member: String, field: String) {
    let text =
      #"{"product_type":"FIXED_BOND","instrument_id":"B","currency":"USD","dated_date":"2021-05-15","convention":"US_STREET","#
      + (field == "maturity" ? "" : #""maturity":"2031-05-15","#) + (field == "coupon" ? "" : #""coupon":0,"#)
      + member + "}"
    let error = #expect(throws: TermsError.self) { try InstrumentRecord(json: Array(text.utf8)) }
    #expect(error?.field == field)
  }
}
