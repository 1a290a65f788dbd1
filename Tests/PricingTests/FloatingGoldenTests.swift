import DatesAndConventions
import Instruments
import MarketData
import Pricing
import Testing

/// Floating notes, swaps and forward rate agreements against QuantLib 1.44, by `Tools/goldens/floating.py`.
///
/// The same sums of the same discount factors, so that only rounding lies between: 1e-12 of the notional; 1e-11 for averages,
/// which add up a thousand days and more.
@Suite struct FloatingGoldenTests {
  @Test func notesEqualQuantLib() throws {
    let cases = try FloatingGolden.load("floating_notes.json")
    #expect(cases.count == 460)
    let positions = try cases.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }
    let block = try FloatingMarket.pricer([.presentValue, .dirtyPrice, .cleanPrice, .accrued, .yield])
      .price(positions).results
    let found = cells(block, positions: cases.count)
    for (golden, cells) in zip(cases, found) {
      let value = try #require(cells[.presentValue]?.value, "\(golden.name): \(cells)")
      let tolerance = golden.legs[0].averaging == .averaged ? 1e-11 : 1e-12
      #expect(abs(value - golden.value) <= tolerance, "\(golden.name): \(value) for \(golden.value)")
      let dirty = try #require(cells[.dirtyPrice]?.value)
      #expect(
        abs(dirty - golden.dirty!) <= 100 * tolerance, "\(golden.name): dirty \(dirty) for \(golden.dirty!)")
      let yield = try #require(cells[.yield]?.value)
      #expect(abs(yield - golden.yield!) <= 1e-10, "\(golden.name): yield \(yield) for \(golden.yield!)")
      if let accrued = golden.accrued {
        let own = try #require(cells[.accrued]?.value)
        #expect(abs(own - accrued) <= 1e-10, "\(golden.name): accrued \(own) for \(accrued)")
      }
    }
  }

  @Test func swapsEqualQuantLib() throws {
    let cases = try FloatingGolden.load("swaps.json")
    #expect(cases.count == 480)
    let positions = try cases.enumerated().map { Fixtures.position(try $1.terms(), number: Int32($0)) }
    let found = cells(
      try FloatingMarket.pricer([.presentValue]).price(positions).results, positions: cases.count)
    for (golden, cells) in zip(cases, found) {
      let value = try #require(cells[.presentValue]?.value, "\(golden.name): \(cells)")
      let notional = golden.legs.map { $0.notional ?? 1e6 }.max()!
      #expect(abs(value - golden.value) <= 1e-12 * notional, "\(golden.name): \(value) for \(golden.value)")
    }
  }
}
