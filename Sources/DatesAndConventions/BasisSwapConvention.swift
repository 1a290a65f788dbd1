/// The standard swaps of one index against another of the same currency that Tenor knows. Raw values are the names used
/// in files.
public enum BasisSwapConventionID: String, Sendable, Codable, CaseIterable, Hashable {
  case usdFedFundsSOFR = "USD-FED-FUNDS-SOFR-BASIS"
  case eurESTREuribor3M = "EUR-ESTR-EURIBOR-3M-BASIS"
  case eurEuribor1M3M = "EUR-EURIBOR-1M-3M-BASIS"
  case eurEuribor3M6M = "EUR-EURIBOR-3M-6M-BASIS"
  case eurEuribor6M12M = "EUR-EURIBOR-6M-12M-BASIS"
  case audBBSW3M6M = "AUD-BBSW-3M-6M-BASIS"
}

/// A standard basis swap: the quoted spread is added to one index, the other is paid flat.
///
/// Both legs roll back from the end; dates that are no business days move modified following.
public struct BasisSwapConvention: Sendable, Hashable {
  public let id: BasisSwapConventionID
  /// The index that the spread is added to.
  public let spreadIndex: RateIndexID
  public let spreadFrequency: Frequency
  public let flatIndex: RateIndexID
  public let flatFrequency: Frequency
  /// Business days from the trade to the start.
  public let spotDays: Int
  /// Days on which payments are made: all of these open.
  public let calendars: [CalendarID]
  /// Business days from the end of a period to its payment.
  public let paymentLag: Int

  /// The terms of a standard basis swap. The spread is on the index of the shorter tenor, as brokers quote it.
  public static func of(_ id: BasisSwapConventionID) -> BasisSwapConvention {
    func swap(
      _ spread: RateIndexID, _ spreadFrequency: Frequency, _ flat: RateIndexID, _ flatFrequency: Frequency,
      spot: Int = 2, _ calendar: CalendarID = .target, lag: Int = 0
    ) -> BasisSwapConvention {
      BasisSwapConvention(
        id: id, spreadIndex: spread, spreadFrequency: spreadFrequency, flatIndex: flat,
        flatFrequency: flatFrequency, spotDays: spot, calendars: [calendar], paymentLag: lag)
    }
    return switch id {
    case .usdFedFundsSOFR:
      swap(.usdFedFunds, .quarterly, .usdSOFR, .quarterly, .usGovernmentBond, lag: 2)
    case .eurESTREuribor3M: swap(.eurESTR, .quarterly, .eurEuribor3M, .quarterly)
    case .eurEuribor1M3M: swap(.eurEuribor1M, .monthly, .eurEuribor3M, .quarterly)
    case .eurEuribor3M6M: swap(.eurEuribor3M, .quarterly, .eurEuribor6M, .semiannual)
    case .eurEuribor6M12M: swap(.eurEuribor6M, .semiannual, .eurEuribor12M, .annual)
    case .audBBSW3M6M:
      swap(.audBBSW3M, .quarterly, .audBBSW6M, .semiannual, spot: 1, .australiaSettlement)
    }
  }
}
