import Collateral
import Instruments
import Testing

/// The cash-flow tables of the Standard Formulas: 100 million at 8%, 360 months, 12 months to liquidation, 20% severity, advances.
struct StandardCashFlowTests {
  private func flows(_ prepayment: PrepaymentSpeed, _ defaults: DefaultSpeed) throws -> CollateralFlows {
    let loan = try PoolLoan(id: "A", balance: 100e6, noteRate: 0.08, remainingTerm: 360)
    return try CollateralProjection(
      CollateralAssumptions(
        prepayment: .speed(prepayment), defaults: .speed(defaults), severity: .curve([0.2]),
        liquidationLag: 12, servicerAdvances: true)
    ).flows([loan])
  }

  private func sum(_ column: [Double]) -> Double { column.reduce(0, +) }

  /// Cash flow A, SF-23 to SF-30: 1% SMM and 1% MDR; totals to the dollar.
  @Test func cashFlowAToTheDollar() throws {
    let flows = try flows(.smm(0.01), .mdr(0.01))
    #expect(flows.months == 360)
    #expect(abs(flows.balance[0] - 97_934_244) < 1)
    #expect(abs(flows.recovery[12] - 791_646) < 1)
    #expect(abs(flows.loss[12] - 200_000) < 1)
    #expect(abs(sum(flows.defaults) - 47_576_640) < 1)
    #expect(abs(sum(flows.scheduledPrincipal) - 5_510_477) < 1)
    #expect(abs(sum(flows.prepayment) - 47_527_662) < 1)
    #expect(abs(sum(flows.recovery) - 37_446_547) < 1)
    #expect(abs(sum(flows.loss) - 9_515_314) < 1)
    #expect(abs(sum(flows.recovery) + sum(flows.loss) - 46_961_860) < 1)
    #expect(flows.balance[359] < 1e-6 && flows.inDefault[359] < 1e-6)
  }

  /// What the servicer does not advance, borrowers pay: actual amortisation is 4,895,697 of the 5,510,477 expected.
  @Test func withoutAdvancesOnlyBorrowersAmortise() throws {
    let loan = try PoolLoan(id: "A", balance: 100e6, noteRate: 0.08, remainingTerm: 360)
    let flows = try CollateralProjection(
      CollateralAssumptions(
        prepayment: .speed(.smm(0.01)), defaults: .speed(.mdr(0.01)), severity: .curve([0.2]),
        liquidationLag: 12)
    ).flows([loan])
    #expect(abs(sum(flows.scheduledPrincipal) - 4_895_697) < 1)
    // Nothing is advanced on a default, so all of it is there at liquidation, and 20% of all of it is lost.
    #expect(abs(sum(flows.recovery) + sum(flows.loss) - 47_576_640) < 1)
    #expect(abs(sum(flows.loss) - 0.2 * 47_576_640) < 1)
  }

  /// Cash flow B, SF-31 to SF-38: 150% PSA and 100% SDA; rows as printed, in dollars.
  @Test(arguments: [
    Row(1, 99_906_219, 1_667, 1_666, 67_098, 25_018, 666_667, 0, 0),
    Row(12, 97_098_818, 19_519, 127_811, 70_991, 297_182, 650_632, 0, 0),
    Row(13, 96_685_496, 21_063, 147_113, 71_246, 321_121, 648_178, 1_320, 333),
    Row(30, 86_051_329, 43_543, 441_856, 72_531, 679_304, 581_822, 22_515, 5_696),
    Row(31, 85_263_063, 43_144, 455_009, 72_421, 673_082, 576_621, 23_631, 5_979),
    Row(60, 65_098_221, 32_948, 413_725, 68_966, 513_897, 440_875, 29_054, 7_373),
    Row(61, 64_488_603, 32_121, 409_329, 68_848, 509_080, 436_746, 28_781, 7_304),
    Row(120, 36_902_132, 932, 32_329, 62_781, 291_172, 248_622, 3_918, 1_003),
    Row(132, 32_861_212, 830, 10_382, 61_819, 259_288, 221_291, 726, 186),
  ])
  func cashFlowBRow(row: Row) throws {
    let flows = try flows(.psa(1.5), .sda(1))
    let month = row.month - 1
    let found = [
      flows.balance[month], flows.defaults[month], flows.inDefault[month], flows.scheduledPrincipal[month],
      flows.prepayment[month], flows.interest[month], flows.recovery[month], flows.loss[month],
    ]
    for (value, printed) in zip(found, row.values) {
      #expect(abs(value - printed) <= 1, "\(value) \(printed)")
    }
  }

  struct Row: Sendable {
    let month: Int
    /// Performing balance, new defaults, foreclosure, expected amortisation, prepayments, expected interest, recovery, loss.
    let values: [Double]

    init(_ month: Int, _ values: Double...) {
      self.month = month
      self.values = values
    }
  }

  /// SF-20: cumulative defaults in per cent at 50, 100, 200 and 300% SDA.
  @Test(arguments: [
    (1.0, [1.56, 3.09, 6.08, 8.97]), (1.25, [1.47, 2.92, 5.76, 8.51]), (1.5, [1.40, 2.78, 5.47, 8.08]),
    (2.0, [1.26, 2.51, 4.95, 7.32]), (3.0, [1.05, 2.08, 4.11, 6.08]), (5.0, [0.74, 1.48, 2.93, 4.35]),
  ])
  func cumulativeDefaultsAreThoseOfTheMatrix(psa: Double, percents: [Double]) throws {
    for (sda, percent) in zip([0.5, 1, 2, 3], percents) {
      let defaults = try flows(.psa(psa), .sda(sda)).defaults
      #expect(abs(sum(defaults) / 1e6 - percent) <= 0.0051, "\(sda)")
    }
  }

  /// SF-4: the first month of a 9% pass-through of 9.5% loans at 150% PSA, per unit.
  @Test func theFirstMonthOfAPassThrough() throws {
    let loan = try PoolLoan(id: "G", balance: 1, noteRate: 0.095, servicingFee: 0.005, remainingTerm: 360)
    let flows = try CollateralProjection(
      CollateralAssumptions(prepayment: .speed(.psa(1.5)))
    ).flows([loan])
    #expect(abs(flows.scheduledPrincipal[0] - 0.00049188) < 5e-9)
    #expect(abs(flows.prepayment[0] - 0.00025022) < 5e-9)
    #expect(abs(flows.interest[0] - 0.00791667) < 5e-9)
    #expect(abs(flows.servicingFee[0] - 0.00041667) < 5e-9)
    #expect(abs(InvestorFlows(flows, delayDays: 14).cash[0] - 0.00824210) < 5e-9)
  }
}
