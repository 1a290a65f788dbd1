import Collateral
import DatesAndConventions
import Instruments

extension AssetFields {
  func loan(_ kind: AssetDataImport.Kind) throws(TermsError) -> PoolLoan {
    switch kind {
    case .commercialMortgage: try commercialMortgage()
    case .autoLoan: try autoLoan()
    }
  }

  /// Whole months from one date to another.
  private func months(from first: CivilDate, to last: CivilDate) -> Int {
    YearMonth(last).months(since: YearMonth(first))
  }

  /// The first of some numbers that is there.
  private func firstNumber(_ names: [String]) throws(TermsError) -> Double? {
    for name in names {
      if let number = try number(name) { return number }
    }
    return nil
  }

  private func commercialMortgage() throws(TermsError) -> PoolLoan {
    try requireCode(
      "originalInterestRateTypeCode", is: "1",
      "is a rate that moves; put the loan on a tape with its index and margin")
    try requireCode(
      "paymentFrequencyCode", is: "1", "is no monthly payment; only loans that pay monthly are read")
    let cutOff = try required("reportingPeriodEndDate", date("reportingPeriodEndDate"))
    let firstDue = try required("firstLoanPaymentDueDate", date("firstLoanPaymentDueDate"))
    let remaining = months(from: cutOff, to: try required("maturityDate", date("maturityDate")))
    guard remaining >= 1 else {
      throw TermsError(
        field: "maturityDate", message: "is not after the reporting period; the loan has no payments left")
    }
    let age = max(0, months(from: firstDue, to: cutOff) + 1)
    let originalInterestOnly = try integer("originalInterestOnlyTermNumber") ?? 0
    let amortisation = try integer("originalAmortizationTermNumber") ?? 0
    var interestOnly = min(remaining, max(0, originalInterestOnly - age))
    var amortises: Int?
    if amortisation == 0 {
      interestOnly = remaining
    } else if interestOnly < remaining {
      amortises = max(amortisation - max(0, age - originalInterestOnly), remaining - interestOnly)
    }
    let lockout = try date("prepaymentLockOutEndDate").map { max(0, months(from: cutOff, to: $0)) } ?? 0
    let amount = try required("originalLoanAmount", number("originalLoanAmount"))
    let balance = try firstNumber([
      "reportPeriodEndScheduledLoanBalanceAmount", "scheduledPrincipalBalanceSecuritizationAmount",
    ])
    let rate = try firstNumber([
      "nextInterestRatePercentage", "reportPeriodInterestRatePercentage", "originalInterestRatePercentage",
    ])
    return try PoolLoan(
      id: required("assetNumber", self["assetNumber"]),
      balance: required("reportPeriodEndScheduledLoanBalanceAmount", balance), originalBalance: amount,
      noteRate: required("reportPeriodInterestRatePercentage", rate),
      servicingFee: number("servicerTrusteeFeeRatePercentage") ?? 0, age: age, remainingTerm: remaining,
      repayment: LoanRepayment(interestOnlyMonths: interestOnly, amortisationMonths: amortises),
      payment: interestOnly == 0 ? positive("periodicPrincipalAndInterestPaymentSecuritizationAmount") : nil,
      interestBasis: mortgageBasis(),
      status: mortgageStatus(), lockoutMonths: min(lockout, remaining), originalLTV: wholeLoanToValue(amount),
      region: self["propertyState"])
  }

  /// A number above 0; `nil` where there is none.
  private func positive(_ name: String) throws(TermsError) -> Double? {
    guard let number = try number(name), number > 0 else { return nil }
    return number
  }

  private func mortgageBasis() throws(TermsError) -> InterestBasis {
    switch self["interestAccrualMethodCode"] {
    case nil, "1": return .thirty360
    case "3": return .actual360
    case let code?:
      throw TermsError(
        field: "interestAccrualMethodCode",
        message: "'\(TermsError.shortened(code))' is not one of: 1 (30/360), 3 (actual/360)")
    }
  }

  /// Of a whole loan on one property; parts of loans and loans on several properties do not say what they are secured by here.
  private func wholeLoanToValue(_ amount: Double) throws(TermsError) -> Double? {
    guard self["loanStructureCode"] == "WL", try integer("NumberPropertiesSecuritization") == 1,
      let value = try number("valuationSecuritizationAmount"), value > 0
    else { return nil }
    return amount / value
  }

  /// Codes of payment status: 0, A and B are within a month; 4 and 5 balloons that were not paid; 6 later than 120 days.
  private func mortgageStatus() throws(TermsError) -> DelinquencyStatus {
    switch self["paymentStatusLoanCode"] {
    case nil, "0", "A", "B", "4": return .current
    case "1": return .days30
    case "2": return .days60
    case "3", "5", "6": return .days90
    case "7": return .foreclosure
    case "9": return .realEstateOwned
    case let code?:
      throw TermsError(
        field: "paymentStatusLoanCode",
        message: "'\(TermsError.shortened(code))' is not one of: 0, A, B, 1, 2, 3, 4, 5, 6, 7, 9")
    }
  }

  private func autoLoan() throws(TermsError) -> PoolLoan {
    try requireCode(
      "originalInterestRateTypeCode", is: "1",
      "is a rate that moves; put the loan on a tape with its index and margin")
    let remaining = try required("remainingTermToMaturityNumber", integer("remainingTermToMaturityNumber"))
    let term = try required("originalLoanTerm", integer("originalLoanTerm"))
    let amount = try required("originalLoanAmount", number("originalLoanAmount"))
    let isClosed = (self["zeroBalanceCode"] ?? "-") != "-"
    let balance = isClosed ? 0 : try number("reportingPeriodActualEndBalanceAmount")
    let rate = try firstNumber([
      "nextInterestRatePercentage", "reportingPeriodInterestRatePercentage", "originalInterestRatePercentage",
    ])
    let value = try number("vehicleValueAmount") ?? 0
    let score = try integer("obligorCreditScore")
    return try PoolLoan(
      id: required("assetNumber", self["assetNumber"]),
      balance: required("reportingPeriodActualEndBalanceAmount", balance), originalBalance: amount,
      noteRate: required("reportingPeriodInterestRatePercentage", rate),
      servicingFee: number("servicingFeePercentage") ?? 0, age: max(0, term - remaining),
      // A loan that is late runs over its term; what it still owes is due next.
      remainingTerm: balance ?? 0 > 0 || isClosed ? max(1, remaining) : remaining, status: autoStatus(),
      // Scores of firms and of other scales are not comparable.
      score: score.flatMap { (250...900).contains($0) ? $0 : nil },
      originalLTV: value > 0 ? min(5, amount / value) : nil, region: self["obligorGeographicLocation"])
  }

  private func autoStatus() throws(TermsError) -> DelinquencyStatus {
    if self["repossessedIndicator"]?.lowercased() == "true" { return .foreclosure }
    switch try integer("currentDelinquencyStatus") ?? 0 {
    case ..<30: return .current
    case ..<60: return .days30
    case ..<90: return .days60
    default: return .days90
    }
  }

  private func requireCode(_ name: String, is wanted: String, _ message: String) throws(TermsError) {
    guard let code = self[name], code == wanted || Double(code) == Double(wanted) else {
      throw TermsError(field: name, message: self[name] == nil ? "is missing from the filing" : message)
    }
  }
}
