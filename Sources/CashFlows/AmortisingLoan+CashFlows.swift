import DatesAndConventions
import Instruments

extension AmortisingLoan {
  func appendFlows(after: CivilDate, to columns: inout CashFlowColumns) {
    for payment in LoanAmortisation(self).payments where payment.payDate > after {
      let day = payment.payDate.dayNumber
      columns.append(
        payDay: day, exDay: day, interest: payment.netInterest, principal: payment.principal,
        prepayment: payment.prepayment, balance: payment.balanceAfter, currency: currency)
    }
  }
}
