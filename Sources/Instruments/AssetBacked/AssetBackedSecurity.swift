public import DatesAndConventions

/// Contracts of the product type ABS_MBS.
public enum AssetBackedSecurity: Sendable, Hashable {
  case agencyPool(AgencyPool)
  /// A forward trade in a pool.
  case toBeAnnounced(ToBeAnnounced)
  /// A bond of a securitisation.
  case dealTranche(DealTranche)

  public var currency: Currency {
    switch self {
    case .agencyPool(let pool): pool.currency
    case .toBeAnnounced(let trade): trade.pool.currency
    case .dealTranche(let tranche): tranche.currency
    }
  }

  /// The day of the last payment by the terms, of a forward trade that of its settlement; `nil` where the terms do not tell.
  public var maturity: CivilDate? {
    switch self {
    case .agencyPool(let pool): pool.maturity
    case .toBeAnnounced(let trade): trade.settlementDate
    case .dealTranche: nil
    }
  }
}
