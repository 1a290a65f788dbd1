/// Programs under which United States agencies guarantee pools of mortgages.
public enum AgencyProgram: String, Sendable, Codable, CaseIterable, Hashable {
  case ginnieMaeI = "GNMA_I"
  case ginnieMaeII = "GNMA_II"
  case fannieMae = "FNMA"
  /// Freddie Mac's pools that pay with those of Fannie Mae: uniform mortgage-backed securities and their like.
  case freddieMac = "FHLMC"
  /// Freddie Mac's older pools, which pay ten days earlier.
  case freddieMacGold = "FHLMC_GOLD"

  /// Days from the end of the month of accrual to the payment, each month counted as 30 days: 14 is the 15th of the next month
  /// (Standard Formulas SF-48).
  public var delayDays: Int {
    switch self {
    case .ginnieMaeI, .freddieMacGold: 14
    case .ginnieMaeII: 19
    case .fannieMae, .freddieMac: 24
    }
  }

  /// What servicer and guarantor usually keep of the interest, a decimal a year. By the rules of Ginnie Mae I exactly 44 + 6 basis points;
  /// of the others a usual size, for what is not known yet.
  public var usualFee: Double {
    switch self {
    case .ginnieMaeI, .ginnieMaeII: 0.005
    case .fannieMae, .freddieMac, .freddieMacGold: 0.0075
    }
  }
}
