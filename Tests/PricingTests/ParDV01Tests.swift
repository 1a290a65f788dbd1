import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Sensitivities to the quotes of curves, made with the Jacobian, against the whole market built again from moved quotes.
struct ParDV01Tests {
  /// By position: the change for +1 bp on each quote, by factor.
  private static func parRisk(_ book: [PositionToPrice]) throws -> [[String: Double]] {
    let block = try QuoteMarket.pricer(QuoteMarket.snapshot, [.parDV01]).price(book).results
    #expect(block.gaps.isEmpty)
    var result = [[String: Double]](repeating: [:], count: book.count)
    for (index, row) in block.rows.enumerated() {
      result[Int(row.positionNumber)][row.factor] = block.values[block.range(ofRow: index).lowerBound]
    }
    return result
  }

  /// The unit of a quote: a basis point of rate is 0.01 of a future's price, and one of spot for forward points.
  private static func basisPoint(_ curve: String, _ place: Int) -> Double {
    switch (curve, place) {
    case ("USD.SOFR", 1): -0.01
    case ("EUR.USD-COLLATERAL", 0), ("EUR.USD-COLLATERAL", 1): 1e-4 / 0.92
    default: 1e-4
    }
  }

  private static let names = [
    "USD.SOFR": ["deposit USD-SOFR", "future USD-SOFR 2023-06-21", "1Y", "2Y", "5Y", "10Y", "30Y"],
    "EUR.ESTR": ["deposit EUR-ESTR", "1Y", "2Y", "5Y", "10Y", "30Y"],
    "EUR.EURIBOR-6M": ["deposit EUR-EURIBOR-6M", "2Y", "5Y", "10Y", "30Y"],
    "EUR.USD-COLLATERAL": ["6M", "1Y", "2Y", "5Y", "10Y"],
    "GBP.GILT": ["1Y", "5Y", "10Y", "30Y"],
  ]

  /// Both sides difference over small moves of a smooth function: they agree to 1e-6 of the position's largest sensitivity.
  @Test(arguments: names.keys.sorted())
  func eachQuoteMovedAndTheMarketBuiltAgain(curve: String) throws {
    let book = try QuoteMarket.book()
    let risk = try Self.parRisk(book)
    let largest = risk.map { $0.values.map(abs).max() ?? 0 }
    for (place, name) in try #require(Self.names[curve]).enumerated() {
      let tenth = Self.basisPoint(curve, place) / 10
      func values(_ move: Double) throws -> [Double] {
        try QuoteMarket.values(
          QuoteMarket.snapshot { $0 == curve && $1 == place ? $2 + move : $2 }, book)
      }
      let (up, down) = (try values(tenth), try values(-tenth))
      for position in book.indices {
        let expected = (up[position] - down[position]) / 2 * 10
        let found = risk[position]["\(curve):\(name)"] ?? 0
        #expect(
          abs(found - expected) <= 1e-6 * largest[position], "\(position) \(name): \(found), not \(expected)")
      }
    }
  }

  /// Of structured notes, calls held: without calls against the whole market built again, to 2e-4 of the largest sensitivity, as the floor
  /// has a kink on each path; with calls all quotes of zero rates together are DV01.
  @Test func ofStructuredNotes() throws {
    func market(_ moved: (String, Int, Double) -> Double = { _, _, value in value }) -> MarketSnapshot {
      let plain = QuoteMarket.snapshot(moved)
      return MarketSnapshot(
        valuationDate: plain.valuationDate, source: plain.source, builtAt: plain.builtAt,
        curves: plain.curves, discountCurves: plain.discountCurves, fxRates: plain.fxRates,
        fxBase: plain.fxBase,
        shortRateModels: ["EUR": ShortRateModel(meanReversion: 0.03, volatility: 0.01)],
        indexCurves: plain.indexCurves)
    }
    func note(_ calls: ClosedRange<Int>?) throws -> PositionToPrice {
      Fixtures.position(
        .structuredNote(
          try StructuredMarket.note(
            gearing: -1.5, margin: 0.08, floor: 0.01, from: "2023-06-15", to: "2030-06-15", calls: calls)),
        quantity: 1000)
    }
    let plain = try note(nil)
    let block = try QuoteMarket.pricer(market(), [.parDV01]).price([plain]).results
    #expect(block.gaps.isEmpty)
    let largest = block.values.map(abs).max() ?? 0
    for (curve, name, place) in [("EUR.EURIBOR-6M", "5Y", 2), ("EUR.USD-COLLATERAL", "10Y", 4)] {
      let row = try #require(block.rows.firstIndex { $0.factor == "\(curve):\(name)" })
      func value(_ move: Double) throws -> Double {
        try QuoteMarket.values(market { $0 == curve && $1 == place ? $2 + move : $2 }, [plain])[0]
      }
      let expected = (try value(1e-5) - value(-1e-5)) / 2 * 10
      #expect(
        abs(block.values[row] - expected) <= 2e-4 * largest, "\(name): \(block.values[row]), not \(expected)")
    }

    let called = try StructuredMarket.pricer(
      [.dv01, .parDV01], snapshot: StructuredMarket.snapshot(oneCurve: true)
    )
    .price([try note(2025...2029)]).results
    let dv01 = called.values[0]
    let sum = called.values.dropFirst().reduce(0, +)
    #expect(called.gaps.isEmpty && dv01 < 0 && abs(sum - dv01) <= 1e-6 * abs(dv01), "\(sum), not \(dv01)")
  }

  /// Of what is projected and of what never ends: as for other contracts.
  @Test func ofLoansAndPerpetualBonds() throws {
    let adjustable = try VariableLoan(
      loan: AmortisingLoan(
        currency: .eur, balance: 1e6, balanceDate: CivilDate(iso: "2023-03-15")!,
        firstPaymentDate: CivilDate(iso: "2023-09-15")!, maturity: CivilDate(iso: "2033-03-15")!, rate: 0.035,
        frequency: .semiannual, amortisation: .levelPay(payment: nil, periods: nil)),
      rateReset: LoanRateReset(
        index: .eurEuribor6M, margin: 0.01, first: CivilDate(iso: "2024-03-15")!, months: 6))
    let perpetual = try PerpetualBond(
      currency: .usd, datedDate: CivilDate(iso: "2022-09-15")!, coupon: 0.06, frequency: .semiannual,
      convention: .usCorporate)
    let floater = try PerpetualFloater(
      currency: .eur, datedDate: CivilDate(iso: "2023-04-14")!,
      coupon: FloatingRate(index: .eurEuribor6M, spread: 0.02))
    let book = [
      Fixtures.position(try Fixtures.loan(prepaymentRate: 0.06), number: 0, spread: 90),
      Fixtures.position(.variableLoan(adjustable), number: 1, spread: 40),
      Fixtures.position(.perpetualBond(perpetual), number: 2, quantity: 1e5, spread: 120),
      Fixtures.position(.perpetualFloater(floater), number: 3, quantity: 1e5, spread: 120),
    ]
    let risk = try Self.parRisk(book)
    for (curve, name, place) in [
      ("USD.SOFR", "5Y", 4), ("USD.SOFR", "30Y", 6), ("EUR.EURIBOR-6M", "5Y", 2),
    ] {
      func values(_ move: Double) throws -> [Double] {
        try QuoteMarket.values(QuoteMarket.snapshot { $0 == curve && $1 == place ? $2 + move : $2 }, book)
      }
      let (up, down) = (try values(1e-5), try values(-1e-5))
      for position in book.indices {
        let largest = risk[position].values.map(abs).max() ?? 0
        let expected = (up[position] - down[position]) / 2 * 10
        let found = risk[position]["\(curve):\(name)"] ?? 0
        #expect(
          abs(found - expected) <= 1e-6 * largest, "\(position) \(name): \(found), not \(expected)")
      }
    }
    #expect(risk.allSatisfy { !$0.isEmpty })
  }

  /// How many rows a position has does not hang on how much is held.
  @Test func nothingHeldHasTheSameRows() throws {
    let book = try QuoteMarket.book()
    let none = book.map {
      Fixtures.position($0.instrument.terms, number: $0.number, quantity: 0, spread: 30)
    }
    for (held, other) in zip(try Self.parRisk(book), try Self.parRisk(none)) {
      #expect(Set(held.keys) == Set(other.keys) && !held.isEmpty)
      #expect(other.values.allSatisfy { $0 == 0 && $0.sign == .plus })
    }
  }

  /// What all quotes of a curve of par yields do together is what a parallel move of them does.
  @Test func theSumIsTheParallelMove() throws {
    let book = try QuoteMarket.book()
    let risk = try Self.parRisk(book)
    func values(_ move: Double) throws -> [Double] {
      try QuoteMarket.values(QuoteMarket.snapshot { $0 == "GBP.GILT" ? $2 + move : $2 }, book)
    }
    let parallel = zip(try values(1e-5), try values(-1e-5)).map { ($0 - $1) / 2 * 10 }
    for (position, expected) in parallel.enumerated() {
      let sum = risk[position].filter { $0.key.hasPrefix("GBP.GILT:") }.values.reduce(0, +)
      #expect(abs(sum - expected) <= 1e-6 * abs(expected), "\(position): \(sum), not \(expected)")
    }
    #expect(parallel.filter { $0 != 0 }.count == 1)
  }

  /// The basis between currencies is seen in contracts of both, and in whatever is discounted by its curve.
  @Test func crossCurrencyBasisIsNamed() throws {
    let risk = try Self.parRisk(try QuoteMarket.book())
    let basis = ["2Y", "5Y", "10Y"].map { "EUR.USD-COLLATERAL:\($0)" }
    for place in [2, 4] {
      #expect(basis.contains { abs(risk[place][$0] ?? 0) > 10 }, "\(place)")
    }
    // Received euros lose value when the basis rises.
    #expect((risk[5]["EUR.USD-COLLATERAL:5Y"] ?? 0) < 0)
    // A dollar swap has nothing to do with euros.
    #expect(risk[0].keys.allSatisfy { $0.hasPrefix("USD.SOFR:") })
  }

  /// Which scenarios are asked for makes no difference: there is one value, that of the base market.
  @Test func onlyTheBaseMarketCounts() throws {
    let book = try QuoteMarket.book()
    let alone = try QuoteMarket.pricer(QuoteMarket.snapshot, [.parDV01]).price(book).results
    let many = try QuoteMarket.pricer(
      QuoteMarket.snapshot, [.presentValue, .parDV01, .theta], [.base, Fixtures.parallel(100)]
    ).price(book).results
    let rows = many.rows.indices.filter { many.rows[$0].measure == .parDV01 }
    #expect(rows.map { many.rows[$0] } == alone.rows)
    #expect(rows.flatMap { many.values[many.range(ofRow: $0)] } == alone.values)
  }

  /// A market that was not built from quotes tells that it has none.
  @Test func amountsOfContractsThatFailedHaveTheirReason() throws {
    let krw = try #require(Currency("KRW"))
    let block = try QuoteMarket.pricer(QuoteMarket.snapshot, [.presentValue, .parDV01, .carry]).price([
      Fixtures.position(try Fixtures.bond(currency: krw))
    ]).results
    #expect(block.rows.map(\.measure) == [.presentValue, .parDV01, .carry])
    #expect(
      block.gaps.map(\.reason) == Array(repeating: Reason(.missingData, "discount curve for KRW"), count: 3))
  }
}
