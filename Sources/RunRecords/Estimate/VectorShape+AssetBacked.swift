import DatesAndConventions
import Instruments
import MarketData
import Pricing

extension RunRequest {
  /// Of a pool, a forward trade in one, or a bond of a securitisation.
  func assetBacked(
    _ measure: Measure, _ security: AssetBackedSecurity, _ record: InstrumentRecord, _ market: MarketSnapshot
  ) -> VectorShape {
    let pool: AgencyPool
    switch security {
    case .agencyPool(let held): pool = held
    case .toBeAnnounced(let trade): pool = trade.pool
    case .dealTranche(let tranche):
      // What the deal's package says is not known here: taken to have values, and to be simulated.
      let shape = contract(measure, record, lastDay: market.valuationDate.adding(days: 1), market)
      return measure == .vega && shape.reason == nil
        ? .values(factorLength: PricingRequest.modelFactor(tranche.currency).utf8.count) : shape
    }
    let lastDay = security.maturity ?? pool.maturity
    if measure != .cashFlows, lastDay > market.valuationDate,
      case .model(let name) = pool.prepayment
    {
      guard let collateral = market.collateral else {
        return gap(measure, Reason(.missingData, "collateral models"))
      }
      do throws(MissingMarketData) {
        _ = try collateral.prepaymentModel(name)
      } catch {
        return gap(measure, Reason(.missingData, error.name))
      }
      guard collateral.mortgageRateModel != nil else {
        return gap(measure, Reason(.missingData, "mortgage rate model"))
      }
      let shape = contract(measure, record, lastDay: lastDay, market)
      if shape.reason?.code == .missingData { return shape }
      guard market.shortRateModels[pool.currency.code] != nil else {
        return gap(measure, Reason(.missingData, "short-rate model for \(pool.currency)"))
      }
      return measure == .vega
        ? .values(factorLength: PricingRequest.modelFactor(pool.currency).utf8.count) : shape
    }
    return contract(measure, record, lastDay: lastDay, market)
  }
}
