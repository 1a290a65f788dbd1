/// What a loan was taken for.
public enum LoanPurpose: String, CaseIterable, Sendable, Hashable, Codable {
  case purchase
  case refinance
  /// A new loan that is larger than the one it repays.
  case cashOut = "cash_out"
  case other
}
