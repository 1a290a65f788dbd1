public import CashFlows
public import DatesAndConventions
public import Instruments

/// Yields of one loan for one settlement date.
///
/// The yield is nominal, compounded at the payment frequency, from actual pay dates over 365 days. Prices are per 100
/// of the balance outstanding at settlement.
public struct LoanYield: Sendable {
  public let settlement: CivilDate
  /// Accrued interest net of the servicing fee, per 100 of balance.
  public let accrued: Double
  /// Principal outstanding at settlement, in currency units per contract; above 0.
  public let balance: Double
  private let compound: CompoundYield

  /// `nil` when nothing is left to pay after `settlement`.
  public init?(_ loan: AmortisingLoan, settlement: CivilDate) {
    self.init(LoanAmortisation(loan), frequency: loan.frequency, settlement: settlement)
  }

  /// From projected payments; `nil` when nothing is left to pay after `settlement`.
  public init?(_ amortisation: LoanAmortisation, frequency: Frequency, settlement: CivilDate) {
    let balance = amortisation.balance(at: settlement)
    guard balance > 0 else { return nil }
    let periodsPerYear = Double(frequency == .once ? 1 : frequency.rawValue)
    var flows = SteppedFlows(capacity: amortisation.payments.count)
    var previous = settlement
    for payment in amortisation.payments where payment.payDate > settlement && payment.total != 0 {
      flows.append(
        amount: payment.total * 100 / balance,
        step: Double(payment.payDate - previous) * periodsPerYear / 365)
      previous = payment.payDate
    }
    guard !flows.isEmpty else { return nil }
    self.settlement = settlement
    self.balance = balance
    accrued = amortisation.accruedInterest(at: settlement) * 100 / balance
    compound = CompoundYield(
      flows: flows, periodsPerYear: periodsPerYear, compoundingsPerYear: periodsPerYear)
  }

  /// `nil` for a yield at or below −100% a period.
  public func dirtyPrice(yield: Double) -> Double? { compound.price(yield: yield) }

  /// The yield at a dirty price; `nil` when none gives it. `guess` is a yield nearby.
  public func yield(dirtyPrice: Double, guess: Double? = nil) -> Double? {
    compound.yield(price: dirtyPrice, guess: guess)
  }

  /// Durations and convexity on the dirty price. Precondition: `yield` has a price.
  public func sensitivity(yield: Double) -> YieldSensitivity { compound.sensitivity(yield: yield) }
}
