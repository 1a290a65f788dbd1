/// The product families of the platform. Raw values are the names in files, tables and results.
public enum ProductType: String, Sendable, Codable, CaseIterable, Hashable {
  case fxForward = "FX_FWD"
  case amortisingLoan = "AMORT_LOAN"
  case fixedBond = "FIXED_BOND"
  case floatingRate = "FLOATING_RATE"
  case callableBond = "CALLABLE_BOND"
  case putableBond = "PUTABLE_BOND"
  case mortgageAssetBacked = "ABS_MBS"
  case structured = "STRUCTURED"
  case derivatives = "DERIVATIVES"
}
