import CashFlows
import DatesAndConventions
import Glibc
import Instruments
import MarketData
import Pricing
import Testing

@Suite struct RepoTests {
  private static func repo(
    _ term: Repo.Term, _ price: Repo.Price = .rate(0.045, .actual360), start: String = "2023-03-15"
  ) throws -> Instrument {
    .derivative(
      .repo(
        try Repo(
          currency: .usd, cash: 1e6, price: price, start: date(start), term: term, haircut: 0.02,
          collateral: "BOND")))
  }

  private static func row(_ terms: Instrument, quantity: Double = 1) throws -> [Measure: Cell] {
    let pricer = try LinkedMarket.pricer(.usd, .usCPIU, LinkedBondTests.cpi)
    return cells(pricer.price([Fixtures.position(terms, quantity: quantity)]).results, positions: 1)[0]
  }

  /// Lent on 15 March 2023, back on 14 April with 30 days' interest, valued on 31 March.
  @Test func aTermRepoByHand() throws {
    let row = try Self.row(try Self.repo(.until(date("2023-04-14"))), quantity: -2)
    let back = 1e6 * (1 + 0.045 * 30 / 360)
    let value = back * exp(-0.035 * 14 / 365)
    #expect(abs(try #require(row[.presentValue]?.value) + 2 * value) < 1e-6)
    let slope = 2 * value * 14 / 365 * 1e-4
    #expect(abs(try #require(row[.dv01]?.value) - slope) < 1e-9)
    #expect(abs(try #require(row[.accrued]?.value) - 0.2) < 1e-12)
    #expect(row[.yield]?.reason == Reason(.notApplicable, "a repo has no YIELD"))
    #expect(row[.inflationDV01]?.reason?.code == .notApplicable)
  }

  /// A sell-back at two prices is a repo at the rate that they imply.
  @Test func aSellBackIsARepoAtItsRate() throws {
    let repo = try Self.row(try Self.repo(.until(date("2023-04-14"))))
    let sellBack = try Self.row(try Self.repo(.until(date("2023-04-14")), .repayment(1_003_750)))
    for measure in [Measure.presentValue, .dv01, .accrued] {
      #expect(abs(repo[measure]!.value! - sellBack[measure]!.value!) < 1e-9 * abs(repo[measure]!.value!))
    }
  }

  /// Before it starts the cash is still to be paid.
  @Test func aForwardRepoPaysFirst() throws {
    let pricer = try LinkedMarket.pricer(.usd, .usCPIU, LinkedBondTests.cpi)
    let terms = try Self.repo(
      .until(date("2023-07-30")), .rate(0.045, .actual365Fixed), start: "2023-04-30")
    let priced = pricer.price([Fixtures.position(terms)])
    #expect(priced.cashFlows.principal == [-1e6, 1e6] && priced.cashFlows.balances == [1e6, 0])
    let value = -1e6 * exp(-0.035 * 30 / 365) + 1e6 * (1 + 0.045 * 91 / 365) * exp(-0.035 * 121 / 365)
    #expect(abs(priced.results.values[0] - value) < 1e-6)
    #expect(try Self.row(terms)[.accrued]?.value == 0)
  }

  /// 31 March 2023 is a Friday: with two days' notice the cash is back on Tuesday.
  @Test func anOpenRepoEndsWhenTheNoticeHasPassed() throws {
    let terms = try Self.repo(.open(noticeDays: 2, .weekendsOnly))
    let value = 1e6 * (1 + 0.045 * 20 / 360) * exp(-0.035 * 4 / 365)
    #expect(abs(try #require(Self.row(terms)[.presentValue]?.value) - value) < 1e-6)
    #expect(terms.maturity == nil)
  }

  @Test func aSettledRepoIsWorthNothing() throws {
    let row = try Self.row(try Self.repo(.until(date("2023-03-31"))))
    #expect(row[.presentValue]?.value == 0)
    #expect(row[.accrued]?.reason == Reason(.notApplicable, "settled on 2023-03-31"))
  }

  @Test func wrongTermsAreRefused() {
    func fault(
      cash: Double = 1, _ price: Repo.Price = .rate(0.04, .actual360),
      _ term: Repo.Term = .until(CivilDate(iso: "2023-04-30")!), haircut: Double = 0
    ) -> String? {
      do throws(TermsError) {
        _ = try Repo(
          currency: .usd, cash: cash, price: price, start: date("2023-03-31"), term: term, haircut: haircut)
        return nil
      } catch {
        return error.field
      }
    }
    #expect(fault() == nil && fault(cash: -1) == "notional" && fault(haircut: 2) == "haircut")
    #expect(fault(.rate(4, .actual360)) == "rate" && fault(.rate(0.04, .actualActualICMA)) == "day_count")
    #expect(fault(.repayment(1), .open(noticeDays: 1, .target)) == "payment")
    #expect(fault(.rate(0.04, .actual360), .until(date("2023-03-31"))) == "maturity")
    #expect(fault(.rate(0.04, .actual360), .open(noticeDays: -1, .target)) == "notice_days")
  }
}
