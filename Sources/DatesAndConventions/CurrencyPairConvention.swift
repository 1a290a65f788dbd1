/// The currency pairs whose forwards and basis swaps Tenor knows, in the order in which the market quotes them. Raw
/// values are the names used in files.
public enum CurrencyPairID: String, Sendable, Codable, CaseIterable, Hashable {
  case eurUSD = "EUR-USD"
  case gbpUSD = "GBP-USD"
  case audUSD = "AUD-USD"
  case usdJPY = "USD-JPY"
  case usdCHF = "USD-CHF"
  case usdCAD = "USD-CAD"
}

/// How a currency pair's forwards and cross-currency basis swaps are quoted and settled.
///
/// A basis swap exchanges overnight rates of both currencies, compounded and paid every three months, with the spread
/// on the currency that is not the dollar; its notionals are exchanged at spot on its first day and back on its last.
public struct CurrencyPairConvention: Sendable, Hashable {
  public let id: CurrencyPairID
  /// An exchange rate is units of `quote` for one unit of `base`.
  public let base: RateIndexID
  public let quote: RateIndexID
  /// The index that the spread of a basis swap is added to: that of the currency other than the dollar.
  public let spreadIndex: RateIndexID
  /// Business days from the trade to spot.
  public let spotDays: Int
  /// Days on which payments are made: all of these open.
  public let calendars: [CalendarID]
  /// Business days from the end of a period of a basis swap to its interest payment.
  public let paymentLag: Int

  /// The index of the currency that is not the dollar or that of the dollar, whichever `spreadIndex` is not.
  public var flatIndex: RateIndexID { spreadIndex == base ? quote : base }
  public var baseCurrency: Currency { RateIndex.of(base).currency }
  public var quoteCurrency: Currency { RateIndex.of(quote).currency }

  /// The terms of a pair: spot two business days of both markets, one for the Canadian dollar.
  public static func of(_ id: CurrencyPairID) -> CurrencyPairConvention {
    func pair(
      _ base: RateIndexID, _ quote: RateIndexID, spread: RateIndexID, _ calendar: CalendarID, spot: Int = 2
    ) -> CurrencyPairConvention {
      CurrencyPairConvention(
        id: id, base: base, quote: quote, spreadIndex: spread, spotDays: spot,
        calendars: [calendar, .usGovernmentBond], paymentLag: 2)
    }
    return switch id {
    case .eurUSD: pair(.eurESTR, .usdSOFR, spread: .eurESTR, .target)
    case .gbpUSD: pair(.gbpSONIA, .usdSOFR, spread: .gbpSONIA, .ukSettlement)
    case .audUSD: pair(.audAONIA, .usdSOFR, spread: .audAONIA, .australiaSettlement)
    case .usdJPY: pair(.usdSOFR, .jpyTONA, spread: .jpyTONA, .japan)
    case .usdCHF: pair(.usdSOFR, .chfSARON, spread: .chfSARON, .switzerland)
    case .usdCAD: pair(.usdSOFR, .cadCORRA, spread: .cadCORRA, .canadaSettlement, spot: 1)
    }
  }
}
