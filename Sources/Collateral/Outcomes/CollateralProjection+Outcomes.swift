public import DatesAndConventions

extension CollateralProjection {
  /// Most months from a default to its liquidation; loans still in default are kept as long.
  public static let longestLag = 120

  /// Flows of a loan by its contract until its outcome, if it has one; a lock of prepayment does not hold against an outcome.
  ///
  /// A loan still in default is run on in default for `longestLag` months and lost then: compare no further than is known.
  /// Throws when the outcome is not within the loan's life, or when the loan follows an index that is not given.
  public static func flows(
    _ loan: PoolLoan, outcome: LoanOutcome?, firstMonth: YearMonth, indexRates: IndexRates = IndexRates()
  ) throws(CollateralError) -> CollateralFlows {
    var assumptions = CollateralAssumptions(
      defaultsEndBeforeMaturity: false, indexRates: indexRates, firstMonth: firstMonth)
    var loan = loan
    if let outcome {
      let month = outcome.month.months(since: firstMonth)
      guard (0..<loan.remainingTerm).contains(month) else {
        throw CollateralError(
          loan: loan.id,
          message:
            "its outcome in \(outcome.month) is not within its \(loan.remainingTerm) months from \(firstMonth)"
        )
      }
      // Nothing in the months before, everything in this one.
      let everything = SpeedVector([Double](repeating: 0, count: month) + [1])
      switch outcome {
      case .prepaid:
        loan.lockoutMonths = 0
        assumptions.prepayment = .speed(PrepaymentSpeed(.smm, everything))
      case .defaulted(_, let liquidation):
        assumptions.defaults = .speed(DefaultSpeed(.mdr, everything))
        let lag = liquidation.map { $0.month.months(since: outcome.month) } ?? longestLag
        guard (0...longestLag).contains(lag) else {
          throw CollateralError(
            loan: loan.id, message: "is liquidated \(lag) months after its default; give 0 to \(longestLag)")
        }
        assumptions.liquidationLag = lag
        assumptions.severity = .curve([liquidation?.severity ?? 1])
      }
    }
    return try CollateralProjection(assumptions).flows([loan])
  }

  /// Flows of all loans together, each by its contract until its outcome, by the loan's id.
  ///
  /// Throws as for one loan, and when an outcome is of no loan.
  public static func flows(
    _ loans: [PoolLoan], outcomes: [String: LoanOutcome], firstMonth: YearMonth,
    indexRates: IndexRates = IndexRates()
  ) throws(CollateralError) -> CollateralFlows {
    try requireLoans(of: outcomes, loans)
    var sum = CollateralFlows(openingBalance: 0, months: 0)
    for loan in loans {
      sum.add(
        try flows(loan, outcome: outcomes[loan.id], firstMonth: firstMonth, indexRates: indexRates))
    }
    return sum
  }

  static func requireLoans(
    of outcomes: [String: LoanOutcome], _ loans: [PoolLoan]
  ) throws(CollateralError) {
    let known = Set(loans.map(\.id))
    if let loan = outcomes.keys.sorted().first(where: { !known.contains($0) }) {
      throw CollateralError(loan: loan, message: "has an outcome and is not on the tape")
    }
  }
}
