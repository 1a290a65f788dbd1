import DatesAndConventions
import Instruments

extension AmortisingLoan {
  /// Due dates on which nothing is paid give no flow.
  func appendFlows(
    _ amortisation: LoanAmortisation, after: CivilDate, to columns: inout CashFlowColumns
  ) {
    for payment in amortisation.payments where payment.payDate > after && payment.total != 0 {
      let day = payment.payDate.dayNumber
      columns.append(
        payDay: day, exDay: day, interest: payment.netInterest, principal: payment.principal,
        prepayment: payment.prepayment, balance: payment.balanceAfter, currency: currency)
    }
  }
}
