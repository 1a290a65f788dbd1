import DatesAndConventions
import Instruments

extension AmortisingLoan {
  /// Due dates on which neither anything is paid nor the balance moves give no flow.
  func appendFlows(
    _ amortisation: LoanAmortisation, after: CivilDate, to columns: inout CashFlowColumns
  ) {
    // Capitalised interest is paid to nobody, but the principal that it becomes comes back.
    func isFlow(_ payment: LoanPayment) -> Bool {
      payment.payDate > after && (payment.total != 0 || payment.principal != 0)
    }
    let payments = amortisation.payments
    // Almost every loan pays on every due date to come, and a copy would cost as much as the columns.
    if payments.allSatisfy(isFlow) {
      columns.append(payments, currency: currency)
    } else {
      columns.append(payments.filter(isFlow), currency: currency)
    }
  }
}
