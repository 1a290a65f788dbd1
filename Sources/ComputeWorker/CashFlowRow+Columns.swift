import CashFlows
import DatesAndConventions
import Instruments
import Pricing
import RunRecords

extension CashFlowRow {
  /// The flows of whole positions: per-unit flows times quantity, numbered from 1 within each position.
  static func rows(of positions: [PositionToPrice], _ flows: CashFlowColumns) -> [CashFlowRow] {
    var rows: [CashFlowRow] = []
    rows.reserveCapacity(flows.flowCount)
    for (index, position) in positions.enumerated() {
      let quantity = position.position.quantity
      for (period, flow) in flows.flows(of: index).enumerated() {
        rows.append(
          CashFlowRow(
            positionNumber: position.number, periodNumber: Int32(period + 1),
            payDate: CivilDate(dayNumber: flows.payDays[flow]), currency: flows.currencies[flow],
            interest: quantity * flows.interest[flow], principal: quantity * flows.principal[flow],
            prepayment: quantity * flows.prepayment[flow], balance: quantity * flows.balances[flow]))
      }
    }
    return rows
  }
}
