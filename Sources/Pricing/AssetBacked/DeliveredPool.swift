import Glibc
import Instruments

/// The pool that a forward trade delivers: its forward value is what the trade's durations are of, as the trade itself is worth next to
/// nothing.
///
/// The forward value is that of the pool on the settlement date. Pool and payment are discounted at one spread, so a change of rates moves
/// today's value of the payment as much as the discount factor of that day.
struct DeliveredPool {
  private let settlementYears: Double
  /// What the payment takes off the trade's value, above 0; by scenario.
  private let paid: [Double]

  /// `nil` for contracts that are not paid for on a later day.
  init?(_ terms: Instrument, _ placement: ContractPlacement, scenarioCount: Int) {
    guard let payment = terms.poolPayment else { return nil }
    settlementYears = placement.settlementYears
    let row = Int(placement.table.row(placement.basis.settlementDay))
    let decay = exp(-placement.issueSpread * placement.settlementYears)
    paid = (0..<scenarioCount).map { payment * decay * placement.table.matrix[row, 1 + $0] }
  }

  /// Today's value of the pool, of the trade's.
  func value(_ trade: BaseAndScenarios, _ scenario: Int) -> Double { trade[scenario] + paid[scenario] }

  /// Relative fall of the forward value for a rise of rates.
  ///
  /// - Parameters:
  ///   - fall: the trade's, per 1.00 of rate.
  ///   - tent: how much of the rise the settlement date sees, 0 to 1.
  func duration(
    _ trade: BaseAndScenarios, fall: BaseAndScenarios, tent: Double = 1, _ scenario: Int
  ) -> Double {
    let years = settlementYears * tent
    return (fall[scenario] + years * paid[scenario]) / value(trade, scenario) - years
  }

  /// Second derivative of the forward value by rates, over the forward value.
  func convexity(
    _ trade: BaseAndScenarios, fall: BaseAndScenarios, bend: BaseAndScenarios, _ scenario: Int
  ) -> Double {
    let years = settlementYears
    let pool = (bend[scenario] + years * years * paid[scenario]) / value(trade, scenario)
    return pool - 2 * years * duration(trade, fall: fall, scenario) - years * years
  }

  /// The tent of a key rate on the settlement date.
  func tent(_ key: Int, _ tents: KeyRateTents) -> Double { tents.weight(key, at: settlementYears) }
}
