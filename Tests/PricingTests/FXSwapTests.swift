import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct FXSwapTests {
  private static func exchange(
    _ buy: Currency, _ buyAmount: Double, _ sell: Currency, _ sellAmount: Double, _ date: String
  ) throws -> FXForward {
    try FXForward(
      buyCurrency: buy, buyAmount: buyAmount, sellCurrency: sell, sellAmount: sellAmount,
      settlementDate: CivilDate(iso: date)!, valueCurrency: .usd)
  }

  private static let measures: [Measure] = [.presentValue, .dv01, .keyRateDV01, .fxDelta]

  private static func priced(_ terms: [Instrument]) throws -> ResultBlock {
    try Fixtures.pricer([.base, Fixtures.parallel(50)], measures)
      .price(terms.enumerated().map { Fixtures.position($1, number: Int32($0), quantity: 3) }).results
  }

  /// A swap is its two forwards: every number of it is the sum of theirs.
  @Test func isTheSumOfItsForwards() throws {
    let near = try Self.exchange(.eur, 1_000_000, .usd, 1_090_000, "2023-06-30")
    let far = try Self.exchange(.usd, 1_102_000, .eur, 1_000_000, "2024-03-28")
    let block = try Self.priced([
      .fxForward(near), .fxForward(far), .derivative(.fxSwap(try FXSwap(near: near, far: far))),
    ])
    let rows = block.rows.count / 3
    #expect(rows > 3 && block.gaps.isEmpty)
    for row in 0..<rows {
      #expect(block.rows[row].factor == block.rows[2 * rows + row].factor)
      for scenario in 0..<2 {
        let parts = block.values[2 * row + scenario] + block.values[2 * (rows + row) + scenario]
        let whole = block.values[2 * (2 * rows + row) + scenario]
        #expect(abs(parts - whole) <= 1e-9 * max(1, abs(parts)), "\(block.rows[row])")
      }
    }
  }

  /// After the near exchange only the far one is left.
  @Test func theNearExchangeIsForgottenOnceSettled() throws {
    let near = try Self.exchange(.eur, 1_000_000, .usd, 1_090_000, "2023-03-31")
    let far = try Self.exchange(.usd, 1_102_000, .eur, 1_000_000, "2024-03-28")
    let block = try Self.priced([.fxForward(far), .derivative(.fxSwap(try FXSwap(near: near, far: far)))])
    #expect(
      Array(block.values.prefix(block.values.count / 2)) == Array(block.values.suffix(block.values.count / 2))
    )
  }

  @Test func theFarExchangeComesLater() throws {
    let near = try Self.exchange(.eur, 1, .usd, 1, "2023-06-30")
    let fault = #expect(throws: TermsError.self) {
      try FXSwap(near: near, far: Self.exchange(.usd, 1, .eur, 1, "2023-06-30"))
    }
    #expect(fault?.field == "far_date")
  }
}
