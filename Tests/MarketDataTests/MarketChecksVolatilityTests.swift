import DatesAndConventions
import MarketData
import Testing

/// What is looked for in volatilities, default swaps, price indices and fixings.
struct MarketChecksVolatilityTests {
  private static let monday = CivilDate(iso: "2023-04-03")!

  /// A market with one of each, with numbers to change.
  private struct Numbers {
    var swaption = 0.0100
    var offset = 0.0004
    var cap = 0.25
    var money = 0.08
    var reversal = -0.003
    var upfront = -0.02
    var hazard = 0.02
    var indexValues = [296.797, 299.17, 300.84]
    var fixings = [0.0482, 0.0487]
    var shift = 0.02
    /// The other numbers move by this share, so that nothing is stale.
    var drift = 0.0
  }

  private static func market(_ day: Int, _ numbers: Numbers) -> MarketSnapshot {
    let date = monday.adding(days: day)
    let moved = 1 + numbers.drift
    let tenors = [Tenor(1, .years), Tenor(5, .years)]
    let published = zip(["2022-12", "2023-01", "2023-02"], numbers.indexValues).map {
      PublishedIndex(month: YearMonth($0)!, value: $1)
    }
    return MarketSnapshot(
      valuationDate: date, source: "test", builtAt: "\(date)T18:00:00Z",
      curves: [
        CurveQuotes(
          id: "USD.SOFR", currency: .usd, kind: .zero(.continuous), interpolation: .linearZero,
          points: [CurvePoint(tenor: tenors[0], rate: 0.04)], source: "test")
      ], discountCurves: ["USD": "USD.SOFR"],
      volatilities: VolatilityQuotes(
        swaptions: [
          SwaptionVolatilityQuotes(
            id: "USD.SOFR", currency: .usd, type: .normal, expiries: tenors, tenors: tenors,
            atTheMoney: [[numbers.swaption, 0.009 * moved], [0.008 * moved, 0.007 * moved]],
            smile: SwaptionSmileQuotes(
              expiries: [tenors[0]], tenors: [tenors[0]], strikeBasisPoints: [50],
              offsets: [[[numbers.offset]]]),
            source: "test")
        ],
        caps: [
          CapVolatilityQuotes(
            id: "USD.CAPS", currency: .usd, period: Tenor(3, .months), type: .lognormal(shift: numbers.shift),
            maturities: tenors, strikes: [0.03, 0.04],
            volatilities: [[numbers.cap, 0.2 * moved], [0.22 * moved, 0.19 * moved]], source: "test")
        ],
        fx: [
          FXVolatilityQuotes(
            id: "EURUSD", baseCurrency: .eur, quoteCurrency: .usd,
            points: [
              FXVolatilityPoint(
                tenor: tenors[0], delta: .spot, atTheMoney: numbers.money,
                wings: [
                  FXVolatilityWing(delta: 0.25, riskReversal: numbers.reversal, butterfly: 0.002 * moved)
                ])
            ], source: "test")
        ]),
      fxBase: .usd,
      fixings: [
        "USD-SOFR": zip(numbers.fixings.indices, numbers.fixings).map {
          IndexFixing(date: monday.adding(days: $0 - 5), rate: $1)
        }
      ],
      creditCurves: [
        CreditQuotes(
          id: "CDX.HY", currency: .usd, recovery: 0.3, kind: .upfront, coupon: 0.05,
          points: [CreditPoint(tenor: tenors[1], quote: numbers.upfront)], source: "test"),
        CreditQuotes(
          id: "WEAK", currency: .usd, recovery: 0.3, kind: .hazardRate,
          points: [CreditPoint(tenor: tenors[1], quote: numbers.hazard)], source: "test"),
      ],
      inflationIndices: [
        "US-CPI-U": InflationQuotes(
          published: published, breakevens: [CurvePoint(tenor: tenors[1], rate: 0.025 * moved)])
      ])
  }

  private func findings(
    after first: Numbers = Numbers(), _ change: (inout Numbers) -> Void = { _ in }
  ) -> [MarketFinding] {
    var numbers = first
    numbers.drift = 0.01
    change(&numbers)
    return MarketChecks(.standard).findings(of: Self.market(1, numbers), after: [Self.market(0, first)])
  }

  private func places(
    after first: Numbers = Numbers(), _ change: (inout Numbers) -> Void = { _ in }
  ) -> [String] {
    findings(after: first, change).map { "\($0.kind.rawValue) \($0.place)" }
  }

  @Test("the market of the tests is a good one, and a usual day has no finding")
  func quiet() {
    #expect(Self.market(0, Numbers()).problems == [])
    #expect(places() == [])
  }

  @Test(
    "a volatility that moves by more than 30% of itself has jumped, a smile by more than 30% of the money")
  func jumps() throws {
    let money = "volatilities.swaptions[USD.SOFR].at_the_money[1Y][1Y]"
    #expect(places { $0.swaption = 0.0129 } == [])
    let findings = findings { $0.swaption = 0.0131 }
    #expect(findings.map(\.place) == [money])
    #expect(abs(try #require(findings[0].change) - 31) < 1e-9)
    #expect(findings[0].message == "moved +31% since 2023-04-03")
    #expect(findings[0].value == 0.0131 && findings[0].previous == 0.01)
    // From 4 bp to 33 is 29% of the 100 at the money; to 35 it is 31%.
    #expect(places { $0.offset = 0.0033 } == [])
    #expect(
      places { $0.offset = 0.0035 } == ["jump volatilities.swaptions[USD.SOFR].smile.offsets[1Y][1Y][50.0]"])
    #expect(places { $0.cap = 0.17 } == ["jump volatilities.caps[USD.CAPS].volatilities[1Y][0.03]"])
    // 2.5 points of 8 are 31%.
    #expect(
      places { $0.reversal = 0.022 } == [
        "jump volatilities.fx[EURUSD].points[1Y].wings[0.25].risk_reversal"
      ])
    #expect(places { $0.reversal = 0.02 } == [])
  }

  @Test("another shift cannot be compared")
  func conventions() {
    let found = findings { $0.shift = 0.03 }
    #expect(found.count == 4)
    #expect(
      found.allSatisfy {
        $0.message
          == "is quoted as lognormal with a shift of 0.03, on 2023-04-03 as lognormal with a shift of 0.02: "
          + "the two cannot be compared"
      })
  }

  @Test("volatilities out of range are told in their own unit")
  func range() {
    let high = findings { $0.swaption = 0.0501 }
    #expect(high.first?.kind == .outOfRange && high.first?.message == "501 bp is not from 1.0 to 500.0 bp")
    let low = findings(after: Numbers(money: 0.0099)) { $0.money = 0.0099 }
    #expect(low.map(\.message) == ["0.99% is not from 1.0 to 200.0%"])
    #expect(low.first?.place == "volatilities.fx[EURUSD].points[1Y].at_the_money")
  }

  @Test("surfaces whose numbers all stand still are stale, and those that are gone are missing")
  func staleAndMissing() {
    let first = Numbers()
    let before = Self.market(0, first)
    // Of three numbers or more: the other groups have fewer.
    let same = MarketChecks(.standard).findings(of: Self.market(1, first), after: [before])
    #expect(
      same.map { "\($0.kind.rawValue) \($0.place)" } == [
        "stale volatilities.swaptions[USD.SOFR]", "stale volatilities.caps[USD.CAPS]",
        "stale volatilities.fx[EURUSD]",
      ])
    let bare = MarketSnapshot(
      valuationDate: Self.monday.adding(days: 1), source: "test", builtAt: "2023-04-04T18:00:00Z",
      curves: before.curves, discountCurves: before.discountCurves, fxBase: .usd)
    #expect(
      MarketChecks(.standard).findings(of: bare, after: [before]).map { "\($0.kind.rawValue) \($0.place)" }
        == [
          "missing credit_curves[CDX.HY]", "missing credit_curves[WEAK]",
          "missing inflation_indices.US-CPI-U",
          "missing volatilities.swaptions[USD.SOFR]", "missing volatilities.caps[USD.CAPS]",
          "missing volatilities.fx[EURUSD]", "missing fixings.USD-SOFR",
          "missing inflation_indices.US-CPI-U.published",
        ])
  }

  @Test("upfronts move in per cent of the notional, hazard rates in basis points")
  func credit() {
    #expect(places { $0.upfront = 0.029 } == [])
    let upfront = findings { $0.upfront = 0.031 }
    #expect(upfront.map(\.message) == ["moved +5.1% of the notional since 2023-04-03"])
    #expect(places { $0.hazard = 0.029 } == [])
    #expect(places { $0.hazard = 0.031 } == ["jump credit_curves[WEAK].points[5Y]"])
    // As low an upfront is no spread below its bounds.
    #expect(places(after: Numbers(upfront: -0.3)) == [])
  }

  @Test("what is published stays, does not end earlier, and no price index moves by 5% in a month")
  func published() {
    #expect(
      places { $0.indexValues[1] = 299.71 } == ["jump inflation_indices.US-CPI-U.published[2023-01]"])
    #expect(
      places { $0.indexValues[2] = 360.84 } == [
        "out_of_range inflation_indices.US-CPI-U.published[2023-02]",
        "jump inflation_indices.US-CPI-U.published[2023-02]",
      ])
    #expect(
      places { $0.indexValues.removeLast() } == ["missing inflation_indices.US-CPI-U.published[2023-02]"])
    #expect(places { $0.fixings[0] = 0.0428 } == ["jump fixings.USD-SOFR[2023-03-29]"])
    #expect(places { $0.fixings.append(0.0484) } == [])
    #expect(places { $0.fixings.append(0.484) } == ["out_of_range fixings.USD-SOFR[2023-03-31]"])
    #expect(places { $0.fixings.removeLast() } == ["missing fixings.USD-SOFR[2023-03-30]"])
  }
}
