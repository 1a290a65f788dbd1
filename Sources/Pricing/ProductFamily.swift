public import Instruments

/// A family of products that is valued together: many positions under every scenario at once.
///
/// This is where a new kind of pricing joins: fixed flows, forwards, floating coupons, lattices, pools, simulated paths. What
/// goes in are positions and the markets of all scenarios; what comes out are rows of one value per scenario. Storage,
/// queue and workers see only those rows.
public protocol ProductFamily: Sendable {
  /// Values positions whose terms are the family's, given in ascending number.
  ///
  /// Every requested measure has a row for each position, in the order of `Measure.allCases`, a reason in it where there
  /// is no value. The bits of a position's rows do not depend on the other positions of the batch. Cash flows are those
  /// of each position, in order.
  func price(_ positions: [PositionToPrice], in context: PricingContext) -> PricedBatch
}

/// A family that is asked before those that come with Tenor.
public protocol AdditionalFamily: ProductFamily {
  /// Whether the family values such terms.
  func covers(_ terms: Instrument) -> Bool
}
