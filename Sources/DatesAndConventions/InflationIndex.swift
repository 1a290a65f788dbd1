/// How bonds and swaps refer to a price index.
///
/// The reference index of a day is that of the month three months before on the first of a month, and linear in days from
/// there to the next first.
public struct InflationIndex: Sendable, Hashable {
  /// What zero-coupon swaps compare.
  public enum SwapReference: Sendable, Hashable {
    /// The reference indices of two days.
    case daily
    /// The indices published for the months so many months before.
    case monthly(lag: Int)
  }

  public let id: InflationIndexID
  public let currency: Currency
  /// Of the reference index.
  public let referenceRounding: IndexRounding
  /// Of a reference index divided by that of the bond's base day.
  public let ratioRounding: IndexRounding
  /// Whether bonds on the index repay at least their face, unless their terms say otherwise.
  public let hasDeflationFloor: Bool
  public let swapReference: SwapReference

  /// Months from the index's month to the first day of the month whose reference it is.
  public static let referenceLag = 3
}

/// How an index or a ratio is rounded.
public enum IndexRounding: Sendable, Hashable {
  case none
  /// To the nearest fifth decimal.
  case fifthDecimal
  /// Cut after the sixth decimal, then rounded to the nearest fifth.
  case truncatedThenFifthDecimal

  public func rounded(_ value: Double) -> Double {
    switch self {
    case .none: value
    case .fifthDecimal: (value * 1e5).rounded(.toNearestOrAwayFromZero) / 1e5
    case .truncatedThenFifthDecimal:
      // What a double leaves short of a sixth decimal is far less than this part of one.
      ((value * 1e6 + 1e-5).rounded(.down) / 10 + 1e-5).rounded(.toNearestOrAwayFromZero) / 1e5
    }
  }
}

extension InflationIndex {
  /// The conventions of an index.
  public static func of(_ id: InflationIndexID) -> InflationIndex {
    switch id {
    // 31 CFR 356, appendix B, section I.B: truncated to six decimals, rounded to five; at maturity no less than par.
    case .usCPIU: cut(id, .usd, hasDeflationFloor: true, .daily)
    // Debt Management Office, "Formulae for Calculating Gilt Prices from Yields", annex B: the ratio to the nearest fifth
    // decimal, the reference index unrounded; no floor.
    case .ukRPI:
      InflationIndex(
        id: id, currency: .gbp, referenceRounding: .none, ratioRounding: .fifthDecimal,
        hasDeflationFloor: false, swapReference: .monthly(lag: 2))
    // Agence France Trésor, OATi and OAT€i: truncated to six decimals, rounded to five; redemption guaranteed at par.
    case .euHICPXT: cut(id, .eur, hasDeflationFloor: true, .monthly(lag: 3))
    case .frCPIXT: cut(id, .eur, hasDeflationFloor: true, .daily)
    // Government of Canada, Real Return Bonds: truncated to six decimals, rounded to five; no floor.
    case .caCPI: cut(id, .cad, hasDeflationFloor: false, .daily)
    }
  }

  private static func cut(
    _ id: InflationIndexID, _ currency: Currency, hasDeflationFloor: Bool, _ swap: SwapReference
  ) -> InflationIndex {
    InflationIndex(
      id: id, currency: currency, referenceRounding: .truncatedThenFifthDecimal,
      ratioRounding: .truncatedThenFifthDecimal, hasDeflationFloor: hasDeflationFloor, swapReference: swap)
  }
}

/// Which value of an index a payment depends on.
public enum IndexReference: Sendable, Hashable {
  /// The reference index of a day.
  case day(CivilDate)
  /// The index published for a month.
  case month(YearMonth)

  /// The months between which the value lies, and the share of the later.
  public var months: (first: YearMonth, shareOfNext: Double) {
    switch self {
    case .month(let month): return (month, 0)
    case .day(let date):
      let days = CivilDate.lengthOfMonth(year: date.year, month: date.month)
      return (
        YearMonth(date).adding(months: -InflationIndex.referenceLag), Double(date.day - 1) / Double(days)
      )
    }
  }
}
