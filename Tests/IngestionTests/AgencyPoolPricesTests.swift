import Collateral
import DatesAndConventions
import Foundation
import Ingestion
import Instruments
import MarketData
import Models
import SecuritisationAnalytics
import Testing

/// The agency pools of a real fund, simulated, at one spread for each program and coupon, against the prices that it filed.
struct AgencyPoolPricesTests {
  private static let folder = "agency-pools-2023-03-31/"

  private func pools() throws -> [QuotedPool] {
    let loans = try SampleFiles.read(PoolLoan.self, Self.folder + "loans.csv")
    let prices = try SampleFiles.read(PoolPrice.self, Self.folder + "filed.csv")
    #expect(loans.report.rejections == [] && prices.report.rejections == [])
    #expect(loans.records.count == 192 && prices.records.count == 192)
    let byID = Dictionary(uniqueKeysWithValues: loans.records.map { ($0.id, $0) })
    return try prices.records.map { price in
      // Both programs of Freddie Mac and Fannie Mae trade by coupon; Ginnie Mae by program.
      let isGinnieMae = [AgencyProgram.ginnieMaeI, .ginnieMaeII].contains(price.program)
      #expect(price.delayDays == price.program.delayDays)
      return QuotedPool(
        loan: try #require(byID[price.id]),
        stack: PoolStack(
          market: isGinnieMae ? price.program.rawValue : "conventional", coupon: price.coupon,
          termYears: price.termYears),
        delayDays: price.delayDays, price: price.price)
    }
  }

  private func market() throws -> MarketSnapshot {
    var files: [MarketFile: ByteSource] = [:]
    for file in [MarketFile.manifest, .curves, .shortRateModels, .economy] {
      files[file] = try SampleFiles.source(Self.folder + "market/" + file.rawValue)
    }
    let models = try ["mortgage-rate.json", "prepayment.json"].map { name in
      (file: name, source: try SampleFiles.source(Self.folder + "market/collateral_models/" + name))
    }
    return try MarketImport().folder(files, models: models)
  }

  private func stacks() throws -> [StackPrices] {
    let snapshot = try market()
    let markets = try ScenarioMarkets(snapshot: snapshot, scenarios: [], reportingCurrency: .usd)
    let curve = try #require(try snapshot.zeroCurves()["USD.TREASURY"])
    let collateral = try markets.collateralMarket()
    let economy = try markets.collateralEconomy(
      .usd, column: 0, firstMonth: try #require(YearMonth("2023-04")), months: 0)
    // The constant of the model of mortgage rates is chosen so that today's is the survey's, 6.544% in March.
    #expect(abs(economy.mortgageRates.value(0) - 0.06544) < 5e-7)
    let simulation = try CollateralSimulation(
      CollateralAssumptions(prepayment: .model(collateral.prepaymentModels[0]), economy: economy))
    let model = try markets.shortRateModel(.usd)
    let dynamics = RateDynamics.hullWhite(
      HullWhite(meanReversion: model.meanReversion, volatility: model.volatility))
    let scenario = RateScenario(
      discountFactor: curve.discountFactor(at:), mortgageRate: collateral.mortgageRateModel)
    return try StackPrices.solved(try pools(), simulation, threads: 2) { delay in
      let times = MonthTimes.monthly(360, delay: Double(delay) / 365)
      return SimulatedRates(StoredPaths(dynamics, PathPlan(sets: 2, blocksPerSet: 1), times), scenario)
    }
  }

  /// 192 pools at 16 spreads.
  @Test func aSpreadForEachCouponComesNearTheFiledPrices() throws {
    let stacks = try stacks()
    let all = stacks.flatMap(\.pools)
    #expect(all.count == 192 && stacks.count == 16)
    let sizes = PriceDifferences(all.map(\.difference)).sizes.values
    let face = stacks.reduce(0) { $0 + $1.balance }
    let weighted = all.reduce(0) { $0 + abs($1.difference) * $1.quoted.loan.balance }
    // Half of them within a quarter of a point, nine tenths within two thirds; by balance an eighth of a point.
    #expect(sizes[96] < 0.25 && sizes[172] < 0.67 && sizes[191] < 2.3)
    #expect(abs(face - 145_408_366) < 1, "\(face)")
    #expect(weighted / face < 0.13, "\(weighted / face)")
    // Spreads over the Treasury curve of one size, and higher for coupons above the market's.
    #expect(stacks.allSatisfy { (0.002...0.008).contains($0.spread) })
  }
}
