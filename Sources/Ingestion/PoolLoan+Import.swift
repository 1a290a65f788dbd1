public import Collateral

extension PoolLoan: ImportableRecord {
  public static var idField: PoolLoanField { .loanID }
  public static var requiredColumns: [PoolLoanField] {
    [.loanID, .balance, .noteRatePercent, .remainingMonths]
  }
  public static var collectionName: String { "loans" }
}
