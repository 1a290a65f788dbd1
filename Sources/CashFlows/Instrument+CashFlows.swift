public import DatesAndConventions
public import Instruments

/// Turns contract terms into dated flows.
public enum CashFlowGenerator {
  /// Writes the flows of `instrument` with a pay date strictly after `after` as the next contract of `columns`.
  ///
  /// Bonds are per 1 of original face; loans, forwards and swaps per contract. Callable bonds and structured notes pay until
  /// maturity, perpetual ones for sixty years. Bonds
  /// linked to an index pay what they would without indexation, swaps of a price index the fixed side alone; futures are settled
  /// daily and have no flows. A matured contract, and one that is not supported, has no flows. Interest that follows an index
  /// needs a market: it has its day here and an amount of 0; pricing projects it. So it is with all that pools of mortgages pay; bonds of
  /// securitisations have no flows here.
  public static func append(_ instrument: Instrument, after: CivilDate, to columns: inout CashFlowColumns) {
    switch instrument {
    case .fixedBond(let bond):
      append(bond, FixedBondSchedule(bond, after: after), after: after, to: &columns)
    case .linkedBond(let bond):
      for flow in bond.flows(FixedBondSchedule(bond.bond, after: after), after: after) {
        columns.append(
          payDay: flow.payDay, exDay: flow.exDay, interest: flow.interest, principal: flow.principal,
          balance: flow.balance, currency: bond.bond.currency)
      }
      columns.endContract()
    case .callableBond(let bond):
      append(bond.bond, FixedBondSchedule(bond.bond, after: after), after: after, to: &columns)
    case .perpetualBond(let bond):
      if let called = bond.bondToFirstCall(after: after) {
        append(called, FixedBondSchedule(called, after: after), after: after, to: &columns)
      } else {
        bond.appendListedCoupons(after: after, to: &columns)
        columns.endContract()
      }
    case .floatingNote(let note):
      note.leg.appendDatedFlows(note.payments(after: after), sign: 1, to: &columns)
      columns.endContract()
    case .perpetualFloater(let note):
      if let called = note.noteToFirstCall(after: after) {
        called.leg.appendDatedFlows(called.payments(after: after), sign: 1, to: &columns)
      } else {
        let listed = note.listedNote(seenFrom: after)
        listed.leg.appendDatedFlows(listed.leg.payments(after: after, exchange: .none), sign: 1, to: &columns)
      }
      columns.endContract()
    case .structuredNote(let note):
      note.appendDatedFlows(after: after, to: &columns)
      columns.endContract()
    case .amortisingLoan(let loan): append(loan, LoanAmortisation(loan), after: after, to: &columns)
    case .variableLoan(let loan):
      loan.appendDatedFlows(after: after, to: &columns)
      columns.endContract()
    case .fxForward(let forward):
      forward.appendFlows(after: after, to: &columns)
      columns.endContract()
    case .derivative(let derivative):
      switch derivative {
      case .fxSwap(let swap):
        swap.near.appendFlows(after: after, to: &columns)
        swap.far.appendFlows(after: after, to: &columns)
      case .creditDefaultSwap(let swap): swap.appendFlows(after: after, to: &columns)
      case .inflationSwap(let swap):
        for payment in swap.payments(after: after) {
          let day = payment.payDate.dayNumber
          columns.append(
            payDay: day, exDay: day, interest: -payment.fixed, principal: 0, balance: swap.notional,
            currency: swap.currency)
        }
      case .repo(let repo): repo.appendFlows(after: after, to: &columns)
      case .bondFuture, .fxOption, .swaption: break
      case .swap(let swap): swap.appendDatedFlows(after: after, to: &columns)
      case .forwardRate(let agreement): agreement.appendDatedFlows(after: after, to: &columns)
      case .nonDeliverableForward(let forward): forward.appendFlows(after: after, to: &columns)
      case .capFloor(let option): option.appendDatedFlows(after: after, to: &columns)
      }
      columns.endContract()
    case .assetBacked(let security):
      security.appendDatedFlows(after: after, to: &columns)
      columns.endContract()
    case .unsupported: columns.endContract()
    }
  }

  /// The same for a bond whose schedule is known. Precondition: it begins no later than `after`.
  public static func append(
    _ bond: FixedBond, _ schedule: FixedBondSchedule, after: CivilDate, to columns: inout CashFlowColumns
  ) {
    bond.appendFlows(schedule, after: after, to: &columns)
    columns.endContract()
  }

  /// The same for a loan whose payments are known.
  public static func append(
    _ loan: AmortisingLoan, _ amortisation: LoanAmortisation, after: CivilDate,
    to columns: inout CashFlowColumns
  ) {
    loan.appendFlows(amortisation, after: after, to: &columns)
    columns.endContract()
  }
}
