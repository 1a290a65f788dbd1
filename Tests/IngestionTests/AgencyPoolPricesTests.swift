import Collateral
import DatesAndConventions
import Foundation
import Ingestion
import Instruments
import MarketData
import Models
import NumericalMethods
import SecuritisationAnalytics
import Testing

/// The agency pools of a real fund, simulated, at one spread for each program and coupon, against the prices that it filed.
struct AgencyPoolPricesTests {
  private static let folder = "agency-pools-2023-03-31/"

  struct Filed {
    let loan: String
    let stack: String
    let delayDays: Int
    let price: Double
  }

  /// What a stack is worth at its spread.
  struct Stack {
    let name: String
    let spread: Double
    /// Balances of the pools.
    let faces: [Double]
    var face: Double { faces.reduce(0, +) }
    /// Model less filed, per 100 of balance.
    let differences: [Double]
  }

  private func filed() throws -> [Filed] {
    try SampleFiles.text(Self.folder + "filed.csv").split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      // Both programs of Freddie Mac and Fannie Mae trade by coupon; Ginnie Mae by program.
      let market = cells[1].hasPrefix("GNMA") ? cells[1] : "conventional"
      return Filed(
        loan: cells[0], stack: "\(market) \(cells[2]) \(cells[3])y", delayDays: try #require(Int(cells[4])),
        price: try #require(Double(cells[5])))
    }
  }

  /// Today's mortgage rate is that of the survey's last month: the model's intercept is moved to it.
  private func scenario(_ today: Double) throws -> RateScenario {
    let market = try treasuries()
    let terms = [
      MortgageRateModel.Term(years: 2, weight: 0.2), MortgageRateModel.Term(years: 10, weight: 0.6),
    ]
    let lineRate = terms.reduce(0) { $0 - $1.weight * log(market($1.years)) / $1.years }
    return RateScenario(
      discountFactor: market,
      mortgageRate: MortgageRateModel(
        name: "SURVEY", version: "1", source: "test", intercept: today - lineRate, terms: terms))
  }

  /// Discount factors of the day's Treasury curve.
  private func treasuries() throws -> @Sendable (Double) -> Double {
    var files: [MarketFile: ByteSource] = [:]
    for file in [MarketFile.manifest, .curves, .spreads, .exchangeRates] {
      files[file] = try SampleFiles.source("bond-fund-2023-03-31/market/" + file.rawValue)
    }
    let snapshot = try MarketImport().folder(files)
    let quotes = try #require(snapshot.curves.first { $0.id == "USD.TREASURY" })
    let curve = try ZeroCurve(quotes, valuationDate: snapshot.valuationDate)
    return { curve.discountFactor(at: $0) }
  }

  private func stacks() throws -> [Stack] {
    let loans = try SampleFiles.read(PoolLoan.self, Self.folder + "loans.csv")
    #expect(loans.report.rejections == [] && loans.records.count == 192)
    let byID = Dictionary(uniqueKeysWithValues: loans.records.map { ($0.id, $0) })
    let economy = try EconomyImport().csv(
      try SampleFiles.source(Self.folder + "economy.csv"), file: "economy.csv")
    let model = try CollateralModelImport().document(
      PrepaymentModel.self, try SampleFiles.source("collateral-models/prepayment-turnover-refinancing.json"),
      file: "model.json")
    let simulation = try CollateralSimulation(
      CollateralAssumptions(
        prepayment: .model(model), economy: economy.economy(from: try #require(YearMonth("2023-04")))))
    let scenario = try scenario(try #require(economy.mortgageRates?.values.last))
    let dynamics = RateDynamics.hullWhite(HullWhite(meanReversion: 0.03, volatility: 0.011))
    var ratesByDelay: [Int: SimulatedRates] = [:]
    for delay in Set(try filed().map(\.delayDays)) {
      let times = MonthTimes.monthly(360, delay: Double(delay) / 365)
      ratesByDelay[delay] = SimulatedRates(
        StoredPaths(dynamics, PathPlan(sets: 2, blocksPerSet: 1), times), scenario)
    }
    var stacks: [Stack] = []
    for (name, pools) in Dictionary(grouping: try filed(), by: \.stack).sorted(by: { $0.key < $1.key }) {
      var parts: [(cash: SimulatedCash, balance: Double, price: Double)] = []
      for (delay, pools) in Dictionary(grouping: pools, by: \.delayDays) {
        let rates = try #require(ratesByDelay[delay])
        let lines = try pools.map { [try #require(byID[$0.loan])] }
        let cash = try simulation.cash(lines, on: rates)
        for index in pools.indices {
          parts.append((cash[index], lines[index][0].balance, pools[index].price))
        }
      }
      let value = parts.reduce(0) { $0 + $1.balance * $1.price / 100 }
      // Pools that are paid on the same days are valued together.
      let together = Dictionary(grouping: parts, by: \.cash.times).values.map { parts in
        SimulatedCash.sum(parts.map { ($0.cash, 1) })
      }
      let found = RootSearch(bracket: -0.1...0.2).brent { spread in
        together.reduce(-value) { $0 + $1.value(spread: spread) }
      }
      let spread = try #require(found.root)
      stacks.append(
        Stack(
          name: name, spread: spread, faces: parts.map(\.balance),
          differences: parts.map { 100 * $0.cash.value(spread: spread) / $0.balance - $0.price }))
    }
    return stacks
  }

  /// 192 pools at 16 spreads.
  @Test func aSpreadForEachCouponComesNearTheFiledPrices() throws {
    let stacks = try stacks()
    let all = stacks.flatMap(\.differences)
    #expect(all.count == 192 && stacks.count == 16)
    let sizes = all.map(abs).sorted()
    let face = stacks.reduce(0) { $0 + $1.face }
    let weighted = stacks.reduce(0) { sum, stack in
      zip(stack.differences, stack.faces).reduce(sum) { $0 + abs($1.0) * $1.1 }
    }
    // Half of them within a quarter of a point, nine tenths within two thirds; by balance an eighth of a point.
    #expect(sizes[96] < 0.25 && sizes[172] < 0.67 && sizes[191] < 2.3)
    #expect(abs(face - 145_408_366) < 1, "\(face)")
    #expect(weighted / face < 0.13, "\(weighted / face)")
    // Spreads over the Treasury curve of one size, and higher for coupons above the market's.
    #expect(stacks.allSatisfy { (0.002...0.008).contains($0.spread) })
  }
}
