public import DatesAndConventions

/// The future flows of many contracts in flat columns, contract after contract, each in date order.
///
/// Amounts are signed from the holder's side: received is positive. They are per unit of position quantity:
/// per 1 of face for bonds, per contract for loans and forwards.
public struct CashFlowColumns: Sendable {
  /// `offsets[i] ..< offsets[i + 1]` are the flows of contract i; starts with 0.
  public private(set) var offsets: [Int] = [0]
  /// Day on which cash moves, adjusted for holidays, as a day number.
  public private(set) var payDays: [Int32] = []
  /// First day on which a buyer no longer receives the flow; equals the pay day without an ex-coupon period.
  public private(set) var exDays: [Int32] = []
  /// Interest net of servicing fees.
  public private(set) var interest: [Double] = []
  /// Scheduled principal.
  public private(set) var principal: [Double] = []
  /// Principal repaid ahead of schedule.
  public private(set) var prepayment: [Double] = []
  /// Principal outstanding after the flow.
  public private(set) var balances: [Double] = []
  public private(set) var currencies: [Currency] = []

  public init() {}

  public var contractCount: Int { offsets.count - 1 }
  public var flowCount: Int { payDays.count }

  public func flows(of contract: Int) -> Range<Int> { offsets[contract]..<offsets[contract + 1] }

  /// Interest, principal and prepayment together.
  public func total(_ flow: Int) -> Double { interest[flow] + principal[flow] + prepayment[flow] }

  /// Makes room for more contracts with so many flows in all.
  public mutating func reserve(contracts: Int, flows: Int) {
    offsets.reserveCapacity(offsets.count + contracts)
    let total = flowCount + flows
    payDays.reserveCapacity(total)
    exDays.reserveCapacity(total)
    interest.reserveCapacity(total)
    principal.reserveCapacity(total)
    prepayment.reserveCapacity(total)
    balances.reserveCapacity(total)
    currencies.reserveCapacity(total)
  }

  /// Adds one flow to the contract being written.
  public mutating func append(
    payDay: Int32, exDay: Int32, interest: Double, principal: Double, prepayment: Double = 0, balance: Double,
    currency: Currency
  ) {
    payDays.append(payDay)
    exDays.append(exDay)
    self.interest.append(interest)
    self.principal.append(principal)
    self.prepayment.append(prepayment)
    balances.append(balance)
    currencies.append(currency)
  }

  /// Adds loan payments to the contract being written, column by column: every column is grown once a loan instead of
  /// once a flow.
  mutating func append(_ payments: [LoanPayment], currency: Currency) {
    payDays.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.payDate.dayNumber) }
    }
    exDays.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.payDate.dayNumber) }
    }
    interest.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.netInterest) }
    }
    principal.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.principal) }
    }
    prepayment.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.prepayment) }
    }
    balances.append(addingCapacity: payments.count) { column in
      for payment in payments { column.append(payment.balanceAfter) }
    }
    currencies.append(addingCapacity: payments.count) { column in
      column.append(repeating: currency, count: payments.count)
    }
  }

  /// Forgets all contracts and keeps the memory, for the next batch of about the same size.
  public mutating func removeAll() {
    offsets.removeAll(keepingCapacity: true)
    offsets.append(0)
    payDays.removeAll(keepingCapacity: true)
    exDays.removeAll(keepingCapacity: true)
    interest.removeAll(keepingCapacity: true)
    principal.removeAll(keepingCapacity: true)
    prepayment.removeAll(keepingCapacity: true)
    balances.removeAll(keepingCapacity: true)
    currencies.removeAll(keepingCapacity: true)
  }

  /// Adds a contract of other columns.
  public mutating func appendContract(_ contract: Int, of other: CashFlowColumns) {
    let range = other.flows(of: contract)
    payDays.append(contentsOf: other.payDays[range])
    exDays.append(contentsOf: other.exDays[range])
    interest.append(contentsOf: other.interest[range])
    principal.append(contentsOf: other.principal[range])
    prepayment.append(contentsOf: other.prepayment[range])
    balances.append(contentsOf: other.balances[range])
    currencies.append(contentsOf: other.currencies[range])
    endContract()
  }

  /// Ends the contract being written; a contract may have no flows.
  public mutating func endContract() { offsets.append(payDays.count) }
}
