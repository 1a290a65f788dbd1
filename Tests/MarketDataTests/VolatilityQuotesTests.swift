import DatesAndConventions
import Foundation
import MarketData
import Testing

@Suite struct VolatilityQuotesTests {
  static func swaptions(
    id: String = "USD.SOFR", currency: Currency = .usd, type: QuotedVolatilityType = .normal,
    expiries: [String] = ["1Y", "5Y"], tenors: [String] = ["2Y", "10Y"],
    atTheMoney: [[Double]] = [[0.0124, 0.0109], [0.0101, 0.0096]], smile: SwaptionSmileQuotes? = nil
  ) -> SwaptionVolatilityQuotes {
    SwaptionVolatilityQuotes(
      id: id, currency: currency, type: type, expiries: expiries.map { Tenor($0)! },
      tenors: tenors.map { Tenor($0)! }, atTheMoney: atTheMoney, smile: smile, source: "test")
  }

  static func smile(
    strikes: [Double] = [-50, 0, 50], offsets: [[[Double]]] = [[[0.001, 0, 0.001]]], beta: Double? = nil,
    expiry: String = "1Y"
  ) -> SwaptionSmileQuotes {
    SwaptionSmileQuotes(
      expiries: [Tenor(expiry)!], tenors: [Tenor("10Y")!], strikeBasisPoints: strikes, offsets: offsets,
      sabrBeta: beta)
  }

  static func caps(
    period: String = "3M", type: QuotedVolatilityType = .lognormal(shift: 0.02),
    maturities: [String] = ["1Y", "3Y"], strikes: [Double] = [0.02, 0.04],
    volatilities: [[Double]] = [[0.31, 0.26], [0.29, 0.24]]
  ) -> CapVolatilityQuotes {
    CapVolatilityQuotes(
      id: "USD.SOFR.3M", currency: .usd, period: Tenor(period)!, type: type,
      maturities: maturities.map { Tenor($0)! }, strikes: strikes, volatilities: volatilities, source: "test")
  }

  static func pair(
    quote: Currency = .usd, atTheMoney: Double = 0.08, wings: [FXVolatilityWing] = []
  ) -> FXVolatilityQuotes {
    FXVolatilityQuotes(
      id: "EURUSD", baseCurrency: .eur, quoteCurrency: quote,
      points: [FXVolatilityPoint(tenor: Tenor("1M")!, delta: .spot, atTheMoney: atTheMoney, wings: wings)],
      source: "test")
  }

  static func snapshot(_ volatilities: VolatilityQuotes) -> MarketSnapshot {
    MarketSnapshot(
      valuationDate: TestMarket.date, source: "test", builtAt: "2023-04-01T00:00:00Z",
      curves: TestMarket.curves, discountCurves: ["USD": "USD.TREASURY"], volatilities: volatilities,
      fxBase: .eur)
  }

  static func problems(
    swaptions: [SwaptionVolatilityQuotes] = [], caps: [CapVolatilityQuotes] = [],
    fx: [FXVolatilityQuotes] = []
  ) -> [String] {
    snapshot(VolatilityQuotes(swaptions: swaptions, caps: caps, fx: fx)).problems.map {
      $0.path.replacing("volatilities.", with: "")
    }
  }

  @Test func goodQuotesHaveNoProblems() {
    let wings = [FXVolatilityWing(delta: 0.25, riskReversal: -0.01, butterfly: 0.003)]
    #expect(
      Self.problems(
        swaptions: [Self.swaptions(smile: Self.smile(beta: 0.5))], caps: [Self.caps()],
        fx: [Self.pair(wings: wings)]) == [])
  }

  /// The example of docs/formats.md is what users copy.
  @Test func theExampleOfTheFormatsPageIsGood() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/formats.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let block = try #require(
      text.split(separator: "```json volatilities\n").last?.split(separator: "```").first)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let quotes = try decoder.decode(VolatilityQuotes.self, from: Data(block.utf8))
    #expect(quotes.swaptions.count == 1 && quotes.caps.count == 1 && quotes.fx.first?.points.count == 2)
    #expect(quotes.swaptions.first?.smile?.sabrBeta == 0.25)
    #expect(quotes.caps.first?.type == .lognormal(shift: 0.02))
    #expect(Self.snapshot(quotes).problems == [])
  }

  @Test func snapshotsWithoutVolatilitiesAreWrittenAsBefore() throws {
    let text = String(decoding: try JSONEncoder().encode(TestMarket.snapshot()), as: UTF8.self)
    #expect(!text.contains("volatilities"))
    #expect(try JSONDecoder().decode(MarketSnapshot.self, from: Data(text.utf8)) == TestMarket.snapshot())
  }

  /// The same quotes in any order are the same snapshot, and reading gives back what was written.
  @Test func quotesInAnotherOrderAreTheSame() throws {
    let (a, b) = (Self.swaptions(id: "A"), Self.swaptions(id: "B", smile: Self.smile(beta: 0)))
    let one = Self.snapshot(VolatilityQuotes(swaptions: [a, b], caps: [Self.caps()], fx: [Self.pair()]))
    let other = Self.snapshot(VolatilityQuotes(swaptions: [b, a], caps: [Self.caps()], fx: [Self.pair()]))
    #expect(one == other)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(one) == encoder.encode(other))
    #expect(try JSONDecoder().decode(MarketSnapshot.self, from: encoder.encode(one)) == one)
  }

  @Test func swaptionsAreCheckedByNode() {
    #expect(Self.problems(swaptions: [Self.swaptions(id: "")]) == ["swaptions[0].id"])
    #expect(
      Self.problems(swaptions: [Self.swaptions(), Self.swaptions()]) == ["swaptions[1].id"])
    #expect(
      Self.problems(swaptions: [Self.swaptions(currency: Currency("QQQ")!)]) == [
        "swaptions[USD.SOFR].currency"
      ])
    #expect(
      Self.problems(swaptions: [Self.swaptions(type: .lognormal(shift: 2))]) == [
        "swaptions[USD.SOFR].type.lognormal.shift"
      ])
    #expect(
      Self.problems(swaptions: [Self.swaptions(expiries: ["5Y", "1Y"], tenors: ["0D", "101Y"])]) == [
        "swaptions[USD.SOFR].expiries[1Y]", "swaptions[USD.SOFR].tenors[0D]",
        "swaptions[USD.SOFR].tenors[101Y]",
      ])
    // A per cent, a basis point, nothing, and what is no number.
    #expect(
      Self.problems(swaptions: [Self.swaptions(atTheMoney: [[1.24, 109], [0, .nan]])]) == [
        "swaptions[USD.SOFR].at_the_money[1Y][2Y]", "swaptions[USD.SOFR].at_the_money[1Y][10Y]",
        "swaptions[USD.SOFR].at_the_money[5Y][2Y]", "swaptions[USD.SOFR].at_the_money[5Y][10Y]",
      ])
    #expect(
      Self.problems(swaptions: [Self.swaptions(atTheMoney: [[0.01, 0.01]])]) == [
        "swaptions[USD.SOFR].at_the_money"
      ])
    #expect(
      Self.problems(swaptions: [Self.swaptions(atTheMoney: [[0.01, 0.01], [0.01]])]) == [
        "swaptions[USD.SOFR].at_the_money[5Y]"
      ])
  }

  @Test func smilesAreCheckedByNode() {
    func problems(_ smile: SwaptionSmileQuotes) -> [String] {
      Self.problems(swaptions: [Self.swaptions(smile: smile)]).map {
        $0.replacing("swaptions[USD.SOFR].smile.", with: "")
      }
    }
    #expect(problems(Self.smile(beta: 1.5)) == ["sabr_beta"])
    #expect(
      problems(Self.smile(strikes: [50, 0, 5_000])) == [
        "strike_basis_points[5000.0]", "strike_basis_points[0.0]",
      ])
    #expect(problems(Self.smile(offsets: [])) == ["offsets"])
    #expect(problems(Self.smile(offsets: [[[0.001]]])) == ["offsets[1Y][10Y]"])
    #expect(
      problems(Self.smile(offsets: [[[0.001, 0.002, .nan]]])) == [
        "offsets[1Y][10Y][0.0]", "offsets[1Y][10Y][50.0]",
      ])
    // More than the volatility at the money is taken away; where that is not quoted only the size can be seen.
    #expect(problems(Self.smile(offsets: [[[-0.02, 0, 0.01]]])) == ["offsets[1Y][10Y][-50.0]"])
    #expect(problems(Self.smile(offsets: [[[-0.02, 0, 20]]], expiry: "2Y")) == ["offsets[2Y][10Y][50.0]"])
  }

  @Test func capsAreCheckedByNode() {
    #expect(Self.problems(caps: [Self.caps(period: "2Y")]).contains("caps[USD.SOFR.3M].period"))
    #expect(
      Self.problems(caps: [Self.caps(maturities: ["3M", "1Y"])]) == ["caps[USD.SOFR.3M].maturities[3M]"])
    #expect(
      Self.problems(caps: [Self.caps(strikes: [4, 0.02])]) == [
        "caps[USD.SOFR.3M].strikes[4.0]", "caps[USD.SOFR.3M].strikes[0.02]",
      ])
    #expect(
      Self.problems(caps: [Self.caps(volatilities: [[31, 0.2], [0.2, -0.1]])]) == [
        "caps[USD.SOFR.3M].volatilities[1Y][0.02]", "caps[USD.SOFR.3M].volatilities[3Y][0.04]",
      ])
    #expect(Self.problems(caps: [Self.caps(strikes: [])]).first == "caps[USD.SOFR.3M].strikes")
  }

  @Test func pairsAreCheckedByExpiryAndDelta() {
    #expect(Self.problems(fx: [Self.pair(quote: .eur)]) == ["fx[EURUSD].quote_currency"])
    #expect(Self.problems(fx: [Self.pair(atTheMoney: 8)]) == ["fx[EURUSD].points[1M].at_the_money"])
    let per25 = [FXVolatilityWing(delta: 25, riskReversal: 0, butterfly: 0)]
    #expect(Self.problems(fx: [Self.pair(wings: per25)]) == ["fx[EURUSD].points[1M].wings[25.0].delta"])
    let wing = FXVolatilityWing(delta: 0.25, riskReversal: 0.01, butterfly: 0)
    #expect(Self.problems(fx: [Self.pair(wings: [wing, wing])]) == ["fx[EURUSD].points[1M].wings[0.25]"])
    let steep = FXVolatilityWing(delta: 0.25, riskReversal: 0.17, butterfly: 0)
    let found = Self.snapshot(VolatilityQuotes(fx: [Self.pair(wings: [steep])])).problems
    #expect(found.count == 1)
    #expect(found.first?.message.hasPrefix("makes the put's volatility -0.00") == true)
  }

  @Test("surfaces of two kinds have no id in common: scenarios tell them apart by id")
  func sharedIDs() {
    #expect(
      Self.problems(swaptions: [Self.swaptions(id: "USD.SOFR.3M")], caps: [Self.caps()]) == [
        "caps[USD.SOFR.3M]"
      ])
    #expect(Self.problems(swaptions: [Self.swaptions(id: "EURUSD")], fx: [Self.pair()]) == ["fx[EURUSD]"])
    #expect(Self.problems(swaptions: [Self.swaptions()], caps: [Self.caps()], fx: [Self.pair()]) == [])
  }
}
