import Collateral
import Foundation
import Instruments
import Testing

/// The collateral of chapter 30 of Fabozzi, Foundations of Global Financial Markets: 400 million, 7.5% pass-through, 8.125%
/// average rate, 357 months left, 3 months old.
struct BookCollateralTests {
  private func flows(_ psa: Double) throws -> CollateralFlows {
    let loan = try PoolLoan(
      id: "F", balance: 400e6, noteRate: 0.08125, servicingFee: 0.00625, age: 3, remainingTerm: 357)
    return try CollateralProjection(
      CollateralAssumptions(prepayment: .speed(.psa(psa)))
    ).flows([loan])
  }

  @Test func amountsToTheDollar() throws {
    let fast = try flows(1.65)
    func principal(_ month: Int) -> Double { fast.scheduledPrincipal[month - 1] + fast.prepayment[month - 1] }
    func interest(_ month: Int) -> Double { fast.interest[month - 1] - fast.servicingFee[month - 1] }
    #expect(abs(principal(1) - 709_923.49) < 0.005)
    #expect(abs(interest(1) - 2_500_000) < 0.005)
    // The book adds two amounts that it has rounded.
    #expect(abs(principal(81) - 2_032_196) < 1)
    #expect(abs(interest(81) - 1_286_325) < 0.5)
    let slow = try flows(1)
    #expect(
      abs(slow.balance[98] - slow.prepayment[99] - slow.scheduledPrincipal[99] - slow.balance[99]) < 1e-6)
    #expect(abs(slow.balance[98] - 231_249_776) < 0.5)
    #expect(abs(slow.scheduledPrincipal[99] - 332_928) < 0.5)
    #expect(abs(slow.prepayment[99] - 1_187_608) < 0.5)
  }

  /// The book prints lives 0.01 to 0.02 years below what its own cash flows give.
  @Test(arguments: [
    (0.5, 15.11), (1, 11.66), (1.65, 8.76), (2, 7.68), (3, 5.63), (4, 4.44), (5, 3.68), (6, 3.16), (7, 2.78),
  ])
  func averageLives(psa: Double, years: Double) throws {
    let life = InvestorFlows(try flows(psa), delayDays: 0).averageLife()
    #expect(abs(life - years) <= 0.02)
  }
}
