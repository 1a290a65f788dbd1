public import DatesAndConventions
public import Instruments

/// Turns contract terms into dated flows.
public enum CashFlowGenerator {
  /// Writes the flows of `instrument` with a pay date strictly after `after` as the next contract of `columns`.
  ///
  /// Bonds are per 1 of original face; loans and forwards per contract. A matured contract, and one that is not
  /// supported, has no flows.
  public static func append(_ instrument: Instrument, after: CivilDate, to columns: inout CashFlowColumns) {
    switch instrument {
    case .fixedBond(let bond): bond.appendFlows(after: after, to: &columns)
    case .amortisingLoan(let loan): loan.appendFlows(after: after, to: &columns)
    case .fxForward(let forward): forward.appendFlows(after: after, to: &columns)
    case .unsupported: break
    }
    columns.endContract()
  }
}
