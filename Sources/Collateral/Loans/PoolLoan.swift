public import Instruments

/// A loan of a pool at its cut-off date, or a line that stands for several loans. It pays monthly.
public struct PoolLoan: Hashable, Sendable {
  /// Unique in its pool.
  public internal(set) var id: String
  /// Principal outstanding, in the pool's currency.
  public internal(set) var balance: Double
  /// Principal when the loan was made.
  public internal(set) var originalBalance: Double
  /// What the borrower pays now, a decimal a year.
  public internal(set) var noteRate: Double
  /// Kept by the servicer and others out of the interest, a decimal a year: note rate less net coupon.
  public internal(set) var servicingFee: Double
  /// Full months since interest began to accrue.
  public internal(set) var age: Int
  /// Monthly payments that are left.
  public internal(set) var remainingTerm: Int
  public internal(set) var repayment: LoanRepayment
  /// Payment that the contract states for level loans that repay principal now, in currency units a month, as long as the rate stays;
  /// `nil` to work it out from balance, rate and time.
  public internal(set) var payment: Double?
  public internal(set) var interestBasis: InterestBasis
  public internal(set) var rateTerms: LoanRateTerms
  public internal(set) var status: DelinquencyStatus
  /// Coming months in which the borrower may not prepay.
  public internal(set) var lockoutMonths: Int
  /// In order of their months.
  public internal(set) var penalties: [PenaltyStep]
  /// Credit score of the borrower when the loan was made; `nil` where not known.
  public internal(set) var score: Int?
  /// Loan to value when the loan was made, 0.8 for 80%; `nil` where not known.
  public internal(set) var originalLTV: Double?
  /// Part of the balance that an insurer of mortgages covers, 0.25 for 25%.
  public internal(set) var mortgageInsurance: Double
  public internal(set) var purpose: LoanPurpose
  /// State or region of the property or borrower, such as `CA`; `nil` where not known.
  public internal(set) var region: String?
  /// How many loans the line stands for.
  public internal(set) var count: Int

  /// - Throws: `TermsError` that names the field at fault and what would be right.
  public init(
    id: String, balance: Double, originalBalance: Double? = nil, noteRate: Double, servicingFee: Double = 0,
    age: Int = 0, remainingTerm: Int, repayment: LoanRepayment = .levelPay, payment: Double? = nil,
    interestBasis: InterestBasis = .thirty360, rateTerms: LoanRateTerms = .fixed,
    status: DelinquencyStatus = .current, lockoutMonths: Int = 0, penalties: [PenaltyStep] = [],
    score: Int? = nil, originalLTV: Double? = nil, mortgageInsurance: Double = 0,
    purpose: LoanPurpose = .other, region: String? = nil, count: Int = 1
  ) throws(TermsError) {
    self.id = id
    self.balance = balance
    self.originalBalance = originalBalance ?? balance
    self.noteRate = noteRate
    self.servicingFee = servicingFee
    self.age = age
    self.remainingTerm = remainingTerm
    self.repayment = repayment
    self.payment = payment
    self.interestBasis = interestBasis
    self.rateTerms = rateTerms
    self.status = status
    self.lockoutMonths = lockoutMonths
    self.penalties = penalties
    self.score = score
    self.originalLTV = originalLTV
    self.mortgageInsurance = mortgageInsurance
    self.purpose = purpose
    self.region = region
    self.count = count
    try validate()
  }

  /// Months from the first to the last payment.
  public var originalTerm: Int { age + remainingTerm }
}
