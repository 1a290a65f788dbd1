import CashFlows
import DatesAndConventions
import Instruments

/// The flows of a batch of bonds and loans and, for each, what its quotes need.
///
/// The schedule of a contract is worked out once for both.
struct ContractBatch {
  private(set) var flows = CashFlowColumns()
  /// By position; `nil` where nothing is left to pay.
  private(set) var bases: [QuoteBasis?] = []
  private let valuation: CivilDate
  private var settlementDays: [BondConventionID: Int32] = [:]

  /// A guess that leaves room for most books: coupons of 15 years.
  private static let flowsPerContract = 32

  /// - Parameter quotesAll: Whether quotes are needed of every position, not only of those with a mark.
  init(
    _ positions: [PositionToPrice], valuationDate: CivilDate, needs: ContractNeeds, quotesAll: Bool = false
  ) {
    valuation = valuationDate
    flows.reserve(contracts: positions.count, flows: positions.count * Self.flowsPerContract)
    bases.reserveCapacity(positions.count)
    for position in positions {
      let isQuoted = quotesAll || needs.any > .none || position.position.markCleanPrice != nil
      switch position.instrument.terms {
      case .fixedBond(let bond): append(bond, isQuoted: isQuoted)
      case .amortisingLoan(let loan): append(loan, isQuoted: isQuoted)
      default: preconditionFailure("only bonds and loans are contracts")
      }
    }
  }

  /// Flows and quotes worked out elsewhere.
  init(flows: CashFlowColumns, bases: [QuoteBasis?], valuationDate: CivilDate) {
    self.flows = flows
    self.bases = bases
    valuation = valuationDate
  }

  func range(_ index: Int) -> Range<Int> { flows.flows(of: index) }

  private var lastHasFlows: Bool { !flows.flows(of: flows.contractCount - 1).isEmpty }

  /// A bond is quoted for its market's settlement date.
  private mutating func append(_ bond: FixedBond, isQuoted: Bool) {
    let schedule = FixedBondSchedule(bond, after: valuation)
    CashFlowGenerator.append(bond, schedule, after: valuation, to: &flows)
    guard lastHasFlows else {
      bases.append(nil)
      return
    }
    let settlement = settlementDay(bond)
    let yield = isQuoted ? BondYield(schedule, settlement: CivilDate(dayNumber: settlement)) : nil
    bases.append(
      QuoteBasis(
        settlementDay: settlement, accrued: yield?.accrued ?? 0, principal: yield?.outstandingFace ?? 0,
        maturity: bond.maturity, frequency: bond.frequency, yield: yield.map(YieldModel.bond)))
  }

  /// A loan is quoted for the valuation date, per 100 of the balance outstanding that day.
  private mutating func append(_ loan: AmortisingLoan, isQuoted: Bool) {
    let amortisation = LoanAmortisation(loan)
    CashFlowGenerator.append(loan, amortisation, after: valuation, to: &flows)
    guard lastHasFlows else {
      bases.append(nil)
      return
    }
    let yield =
      isQuoted ? LoanYield(amortisation, frequency: loan.frequency, settlement: valuation) : nil
    bases.append(
      QuoteBasis(
        settlementDay: valuation.dayNumber, accrued: yield?.accrued ?? 0, principal: yield?.balance ?? 0,
        maturity: loan.maturity, frequency: loan.frequency, yield: yield.map(YieldModel.loan)))
  }

  private mutating func settlementDay(_ bond: FixedBond) -> Int32 {
    if let known = settlementDays[bond.convention] { return known }
    let day = Instrument.fixedBond(bond).settlementDate(tradedOn: valuation).dayNumber
    settlementDays[bond.convention] = day
    return day
  }
}
