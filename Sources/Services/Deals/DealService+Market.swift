import Collateral
import HTTPServing
import MarketData
import PostgresStore
import Pricing
import StructuredDeals

extension DealService {
  /// What the query's `market_snapshot` says of a deal under its assumptions, or those that replace them; `nil` where it names none.
  ///
  /// - Throws: 400 where that is no id, 404 where there is no such snapshot, 422 where it lacks what the deal needs, or is of an earlier day.
  func market(
    of package: DealPackage, _ query: QueryItems, assumptions: [String: PoolAssumptions]? = nil
  ) throws -> DealMarketTerms? {
    let name = "market_snapshot"
    guard try query.single(name) != nil else { return nil }
    let id = try query.snapshotID(name)
    let snapshot = try environment.database.read { try MarketSnapshotStore($0).snapshot(id: id) }
    guard let snapshot else { throw ProblemDetails.missing("market snapshot", id) }
    func refused(_ message: String) -> ProblemDetails {
      .unprocessable([
        .init(field: name, message: message, fix: "name a market that has it, or assume speeds and rates")
      ])
    }
    let markets: ScenarioMarkets
    do throws(ScenarioMarketsError) {
      markets = try ScenarioMarkets(
        snapshot: snapshot, scenarios: [], reportingCurrency: package.currency)
    } catch {
      throw refused(error.description)
    }
    do throws(DealMarketError) {
      return try DealMarkets(DealMarketNeeds(package, assumptions: assumptions), in: markets).terms()
    } catch {
      switch error {
      case .missing(let name): throw refused("has no \(name)")
      case .laterDeal(let asOf, let valuationDate):
        throw ProblemDetails.unprocessable([
          .init(
            field: name, message: "is of \(valuationDate), and the deal's balances of \(asOf)",
            fix: "name a market of that day or later")
        ])
      }
    }
  }
}
