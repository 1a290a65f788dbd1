import DatesAndConventions
import Foundation
import Instruments
import MarketData
import Pricing
import Testing

/// Analytic sensitivities of floating contracts against central differences of whole revaluations, and identities between their
/// measures.
@Suite struct FloatingSensitivityTests {
  private static func rates(_ basisPoints: Double, _ curves: [String] = []) -> Scenario {
    Scenario(
      id: "R\(curves)\(basisPoints)",
      shifts: [.rates(RateShift(curves: curves, shape: .parallel(basisPoints: basisPoints)))])
  }

  private static func book() throws -> [PositionToPrice] {
    let notes = try FloatingGolden.load("floating_notes.json").prefix(90)
    let swaps = try FloatingGolden.load("swaps.json").prefix(90)
    return try (notes + swaps).enumerated().map {
      Fixtures.position(try $1.terms(), number: Int32($0), quantity: -2)
    }
  }

  /// Every curve moves by 1 bp up and down: the difference is DV01 to a relative 1e-6 of what a basis point is worth at least.
  @Test func dv01IsTheCentralDifference() throws {
    let block = try FloatingMarket.pricer(
      [.presentValue, .dv01], [.base, Self.rates(0.5), Self.rates(-0.5)]
    )
    .price(try Self.book()).results
    for row in stride(from: 0, to: block.rows.count, by: 2) {
      let value = block.values[block.range(ofRow: row)]
      let dv01 = block.values[block.range(ofRow: row + 1).lowerBound]
      let difference = value[value.startIndex + 1] - value[value.startIndex + 2]
      let scale = max(abs(dv01), 1e-6 * abs(value[value.startIndex]))
      #expect(abs(difference - dv01) <= 1e-6 * scale + 1e-9, "\(block.rows[row]): \(dv01), \(difference)")
    }
  }

  /// Key rates of a currency add up to what moves when its curves do, and those of all currencies to DV01.
  @Test func keyRatesAddUp() throws {
    let scenarios =
      [Scenario.base]
      + ["EUR", "GBP", "JPY", "USD"].flatMap { [Self.rates(0.5, [$0]), Self.rates(-0.5, [$0])] }
    let block = try FloatingMarket.pricer([.presentValue, .dv01, .keyRateDV01], scenarios)
      .price(try Self.book()).results
    var value: ArraySlice<Double> = []
    var dv01 = 0.0
    var byCurrency: [String: Double] = [:]
    func check(_ number: Int32) {
      guard !value.isEmpty else { return }
      let scale = max(abs(dv01), 1e-6 * abs(value.first!))
      let sum = byCurrency.values.reduce(0, +)
      #expect(
        abs(sum - dv01) <= 1e-11 * (scale + byCurrency.values.reduce(0) { $0 + abs($1) }) + 1e-15, "\(number)"
      )
      for (place, currency) in ["EUR", "GBP", "JPY", "USD"].enumerated() {
        let difference = value[value.startIndex + 1 + 2 * place] - value[value.startIndex + 2 + 2 * place]
        let analytic = byCurrency[currency] ?? 0
        #expect(
          abs(difference - analytic) <= 1e-6 * max(abs(analytic), scale) + 1e-9, "\(number) \(currency)")
      }
    }
    for (row, content) in block.rows.enumerated() {
      switch content.measure {
      case .presentValue:
        check(content.positionNumber - 1)
        value = block.values[block.range(ofRow: row)]
        byCurrency = [:]
      case .dv01: dv01 = block.values[block.range(ofRow: row).lowerBound]
      default:
        byCurrency[String(content.factor.prefix(3)), default: 0] +=
          block.values[block.range(ofRow: row).lowerBound]
      }
    }
    check(-1)
  }

  /// A key rate moved by its tent alone.
  @Test func aKeyRateIsTheCentralDifferenceOfItsTent() throws {
    let keys = PricingRequest.standardKeyRates
    let scenarios =
      [Scenario.base]
      + keys.indices.flatMap { key in
        [0.5, -0.5].map { size in
          Scenario(
            id: "K\(key)\(size)",
            shifts: [.rates(RateShift(shape: .keyRate(basisPoints: size, keyTenors: keys, index: key)))])
        }
      }
    let book = try Self.book().filter { $0.instrument.terms.currency == .eur }.filter { position in
      guard case .derivative(.swap(let swap)) = position.instrument.terms else { return true }
      return swap.pay.currency == swap.receive.currency
    }
    #expect(book.count > 20)
    let block = try FloatingMarket.pricer([.presentValue, .keyRateDV01], scenarios).price(book).results
    for row in stride(from: 0, to: block.rows.count, by: 1 + keys.count) {
      let value = block.values[block.range(ofRow: row)]
      let all = (0..<keys.count).map { block.values[block.range(ofRow: row + 1 + $0).lowerBound] }
      for key in keys.indices {
        let difference = value[value.startIndex + 1 + 2 * key] - value[value.startIndex + 2 + 2 * key]
        let scale = all.reduce(0) { $0 + abs($1) } + 1e-6 * abs(value.first!)
        #expect(abs(difference - all[key]) <= 1e-6 * scale + 1e-9, "\(block.rows[row]) \(key)")
      }
    }
  }

  /// Spread moves discounting alone; convexity is the second difference.
  @Test func spreadSensitivityAndConvexityAreDifferences() throws {
    let golden = try FloatingGolden.load("floating_notes.json").prefix(60)
    func value(_ spread: Double, _ measures: [Measure], _ scenarios: [Scenario]) throws -> [[Measure: Cell]] {
      let positions = try golden.enumerated().map {
        Fixtures.position(try $1.terms(), number: Int32($0), spread: 40 + spread)
      }
      return cells(
        try FloatingMarket.pricer(measures, scenarios).price(positions).results, positions: golden.count)
    }
    let measures: [Measure] = [
      .presentValue, .cs01, .spreadDuration, .effectiveDuration, .effectiveConvexity, .dv01,
    ]
    let base = try value(0, measures, [.base])
    let up = try value(0.5, [.presentValue], [.base])
    let down = try value(-0.5, [.presentValue], [.base])
    let higher = try value(0, [.presentValue], [Self.rates(10)])
    let lower = try value(0, [.presentValue], [Self.rates(-10)])
    for place in golden.indices {
      let cells = base[place]
      let worth = try #require(cells[.presentValue]?.value)
      let cs01 = try #require(cells[.cs01]?.value)
      let difference = up[place][.presentValue]!.value! - down[place][.presentValue]!.value!
      #expect(abs(difference - cs01) <= 1e-6 * abs(cs01))
      #expect(abs(cells[.spreadDuration]!.value! + cs01 / worth / 1e-4) <= 1e-9)
      #expect(abs(cells[.effectiveDuration]!.value! + cells[.dv01]!.value! / worth / 1e-4) <= 1e-9)
      let second =
        (higher[place][.presentValue]!.value! + lower[place][.presentValue]!.value! - 2 * worth) / 1e-6
        / worth
      // Fourth derivative times (10 bp)² / 12, and rounding of three values over a square of 1e-3.
      #expect(
        abs(cells[.effectiveConvexity]!.value! - second) <= 2e-4 * max(1, abs(second)),
        "\(golden[place].name)")
    }
  }
}
