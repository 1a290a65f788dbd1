import DatesAndConventions
import Testing

@Suite struct InterestRateTests {
  private static func compounding(_ text: String) throws -> Compounding {
    switch text {
    case "simple": return .simple
    case "continuous": return .continuous
    default:
      let frequency = try #require(
        text.split(separator: " ").last.flatMap { Int($0) }.flatMap(Frequency.init))
      return .compounded(frequency)
    }
  }

  @Test func `factors and equivalent rates agree with QuantLib`() throws {
    let rows = try Golden.rows("rates.csv")
    #expect(rows.count == 64)
    for row in rows {
      let years = try row.double("years")
      let rate = InterestRate(
        try row.double("rate"), dayCount: .actual365Fixed,
        compounding: try Self.compounding(row["compounding"]))
      let other = try Self.compounding(row["other"])
      #expect(
        try isClose(rate.discountFactor(years: years), row.double("discount_factor"), ulps: 4), "\(row)")
      let same = rate.equivalent(other, years: years)
      // Raising to f t multiplies relative rounding by up to 360.
      let factor = rate.discountFactor(years: years)
      #expect(abs(same.discountFactor(years: years) / factor - 1) < 360 * Double.ulpOfOne)
      // The rate is a difference of factors near 1, over the time: absolute, some ulps of 1 over a tenth of a year.
      #expect(try abs(same.rate - row.double("equivalent_rate")) < 2e-14, "\(row)")
    }
  }

  @Test func `simple within a period, compounded beyond it`() {
    let mixed = Compounding.simpleThenCompounded(.semiannual)
    #expect(
      mixed.discountFactor(rate: 0.06, years: 0.5)
        == Compounding.simple.discountFactor(rate: 0.06, years: 0.5))
    let compounded = Compounding.compounded(.semiannual)
    #expect(
      mixed.discountFactor(rate: 0.06, years: 0.75) == compounded.discountFactor(rate: 0.06, years: 0.75))
    #expect(abs(mixed.rate(discountFactor: 1 / 1.03, years: 0.5) - 0.06) < 1e-15)
  }

  @Test func `interest added once is simple`() {
    #expect(Compounding.compounded(.once).discountFactor(rate: 0.05, years: 3) == 1 / 1.15)
  }

  @Test func `no time discounts nothing`() {
    for compounding in [
      Compounding.simple, .continuous, .compounded(.annual), .simpleThenCompounded(.monthly),
    ] {
      #expect(compounding.discountFactor(rate: 0.07, years: 0) == 1)
    }
  }

  /// QuantLib test-suite/interestrates.cpp: 8% quarterly over a year is 7.92% continuous, 8.24% annual.
  @Test func `published equivalents`() {
    let rate = InterestRate(0.08, dayCount: .actual360, compounding: .compounded(.quarterly))
    #expect(abs(rate.equivalent(.continuous, years: 1).rate - 0.0792) < 5e-5)
    #expect(abs(rate.equivalent(.compounded(.annual), years: 1).rate - 0.0824) < 5e-5)
  }

  @Test func `another day count, the same discount`() {
    let rate = InterestRate(0.05, dayCount: .actual360, compounding: .continuous)
    let (start, end) = (day("2024-01-10"), day("2027-01-10"))
    let other = rate.equivalent(dayCount: .actual365Fixed, compounding: .continuous, from: start, to: end)
    #expect(abs(other.rate - 0.05 * 365 / 360) < 1e-15)
    #expect(
      abs(other.discountFactor(from: start, to: end) - rate.discountFactor(from: start, to: end)) < 1e-15)
  }
}
