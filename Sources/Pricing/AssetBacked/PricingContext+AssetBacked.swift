import Collateral
import DatesAndConventions
import Instruments
import MarketData

extension PricingContext {
  /// How a pool is expected to pay on the base market. What an agency guarantees does not default: it is paid as if it were prepaid.
  func assumptions(_ pool: AgencyPool) throws(CellGap) -> CollateralAssumptions {
    switch pool.prepayment {
    case .speed(let value, let unit):
      return CollateralAssumptions(prepayment: .speed(PrepaymentSpeed(value, unit)))
    case .model(let name):
      do throws(MissingMarketData) {
        let model = try markets.collateralMarket().prepaymentModel(name)
        let economy = try markets.collateralEconomy(
          pool.currency, column: 0, firstMonth: pool.factorMonth.adding(months: 1),
          months: pool.loans.remainingTerm)
        return CollateralAssumptions(prepayment: .model(model), economy: economy)
      } catch {
        throw CellGap(Reason(.missingData, error.name))
      }
    }
  }
}

extension PricingContext {
  /// Whether a pool's cash is not the same under all scenarios.
  func movesCash(of pool: AgencyPool) -> Bool {
    if case .model = pool.prepayment { return true }
    return (0...markets.scenarioCount).contains { markets.collateralMultipliers(column: $0).prepayment != 1 }
  }
}

extension Instrument {
  /// The pool held, or that a forward trade is assumed to deliver; `nil` for other contracts.
  var pool: AgencyPool? {
    switch self {
    case .assetBacked(.agencyPool(let pool)): pool
    case .assetBacked(.toBeAnnounced(let trade)): trade.pool
    default: nil
    }
  }

  /// What a forward trade pays at settlement for a face of 1.
  var poolPayment: Double? {
    if case .assetBacked(.toBeAnnounced(let trade)) = self { trade.payment } else { nil }
  }
}
