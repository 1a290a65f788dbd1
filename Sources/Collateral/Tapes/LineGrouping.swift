/// Which loans one line may stand for. Loans of a line have the same repayment, basis, terms of an adjustable rate, status, lock and
/// penalties; fixed rates, ages and terms lie in one band.
public struct LineGrouping: Hashable, Sendable {
  /// Decimals a year.
  public let rateWidth: Double
  /// Months.
  public let ageWidth: Int
  /// Months.
  public let remainingWidth: Int
  /// Decimals; `nil` to put all loans to value together.
  public let loanToValueWidth: Double?
  /// Points; `nil` to put all scores together.
  public let scoreWidth: Int?
  /// Whether regions stay apart.
  public let separatesRegions: Bool

  public init(
    rateWidth: Double = 0.005, ageWidth: Int = 12, remainingWidth: Int = 12, loanToValueWidth: Double? = nil,
    scoreWidth: Int? = nil, separatesRegions: Bool = false
  ) {
    self.rateWidth = rateWidth
    self.ageWidth = ageWidth
    self.remainingWidth = remainingWidth
    self.loanToValueWidth = loanToValueWidth
    self.scoreWidth = scoreWidth
    self.separatesRegions = separatesRegions
  }

  /// What the loans of a line have in common.
  private struct Key: Hashable {
    let rate, age, remaining: Stratum.Place
    let loanToValue, score: Stratum.Place?
    let region: String?
    let repayment: LoanRepayment
    let statesPayment: Bool
    let interestBasis: InterestBasis
    let rateTerms: LoanRateTerms
    let status: DelinquencyStatus
    let lockoutMonths: Int
    let penalties: [PenaltyStep]
  }

  private func key(_ loan: PoolLoan) -> Key {
    Key(
      rate: StratumKey.noteRate(width: rateWidth).place(loan),
      age: StratumKey.age(width: ageWidth).place(loan),
      remaining: StratumKey.remainingTerm(width: remainingWidth).place(loan),
      loanToValue: loanToValueWidth.map { StratumKey.loanToValue(width: $0).place(loan) },
      score: scoreWidth.map { StratumKey.score(width: $0).place(loan) },
      region: separatesRegions ? loan.region : nil, repayment: loan.repayment,
      statesPayment: loan.payment != nil,
      interestBasis: loan.interestBasis, rateTerms: loan.rateTerms,
      status: loan.status, lockoutMonths: loan.lockoutMonths, penalties: loan.penalties)
  }

  /// The lines of a pool, in the order of their first loans. Balances add up; rates, fees, ages, terms, loans to value and scores are
  /// averages weighted by balance, ages and terms to the nearest month.
  public func lines(_ loans: [PoolLoan]) -> [PoolLoan] {
    var groups: [[PoolLoan]] = []
    var group: [Key: Int] = [:]
    for loan in loans {
      let key = key(loan)
      if let number = group[key] {
        groups[number].append(loan)
      } else {
        group[key] = groups.count
        groups.append([loan])
      }
    }
    return groups.map(line)
  }

  private func line(_ loans: [PoolLoan]) -> PoolLoan {
    var line = loans[0]
    guard loans.count > 1 else { return line }
    line.balance = loans.reduce(0) { $0 + $1.balance }
    line.originalBalance = loans.reduce(0) { $0 + $1.originalBalance }
    if line.payment != nil { line.payment = loans.reduce(0) { $0 + ($1.payment ?? 0) } }
    line.noteRate = loans.average { $0.noteRate } ?? line.noteRate
    line.servicingFee = loans.average { $0.servicingFee } ?? line.servicingFee
    line.age = Int((loans.average { Double($0.age) } ?? 0).rounded())
    line.remainingTerm = Int((loans.average { Double($0.remainingTerm) } ?? 1).rounded())
    // A band may reach below what the repayment needs.
    line.remainingTerm = max(line.remainingTerm, line.repayment.interestOnlyMonths, 1)
    line.originalLTV = loans.average(\.originalLTV)
    line.score = loans.average { $0.score.map(Double.init) }.map { Int($0.rounded()) }
    line.mortgageInsurance = loans.average { $0.mortgageInsurance } ?? 0
    if loans.contains(where: { $0.purpose != line.purpose }) { line.purpose = .other }
    if loans.contains(where: { $0.region != line.region }) { line.region = nil }
    line.count = loans.reduce(0) { $0 + $1.count }
    return line
  }
}
