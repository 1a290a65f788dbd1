/// One bit for each day of 1900 to 2199: set when the market is closed, weekends included.
struct HolidayTable: Sendable {
  private static let years = 1900...2199
  private static let origin = CivilDate(year: years.lowerBound, month: 1, day: 1)!
  private static let dayCount = CivilDate(year: years.upperBound + 1, month: 1, day: 1)! - origin

  private var words: [UInt64]

  private init(_ id: CalendarID) {
    words = [UInt64](repeating: 0, count: (Self.dayCount + 63) / 64)
    // 1900-01-01 was a Monday.
    for saturday in stride(from: 5, to: Self.dayCount, by: 7) {
      close(saturday)
      if saturday + 1 < Self.dayCount { close(saturday + 1) }
    }
    for year in Self.years {
      for holiday in id.holidays(in: year) { close(holiday - Self.origin) }
    }
  }

  private mutating func close(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

  /// `nil` outside the years of the table.
  func isClosed(_ date: CivilDate) -> Bool? {
    let index = date - Self.origin
    guard index >= 0, index < Self.dayCount else { return nil }
    return words[index >> 6] >> UInt64(index & 63) & 1 == 1
  }

  /// Closed days from `start`, included, to `end`, excluded; `nil` where the table does not hold both.
  /// Precondition: `start <= end`.
  func closedDays(from start: CivilDate, to end: CivilDate) -> Int? {
    let first = start - Self.origin
    let last = end - Self.origin
    guard first >= 0, last < Self.dayCount else { return nil }
    let fromFirst = ~UInt64(0) << UInt64(first & 63)
    let beforeLast = (UInt64(1) << UInt64(last & 63)) - 1
    if first >> 6 == last >> 6 { return (words[first >> 6] & fromFirst & beforeLast).nonzeroBitCount }
    var count =
      (words[first >> 6] & fromFirst).nonzeroBitCount + (words[last >> 6] & beforeLast).nonzeroBitCount
    for word in words[(first >> 6 + 1)..<(last >> 6)] { count += word.nonzeroBitCount }
    return count
  }

  /// Closed when either is closed.
  func joined(with other: HolidayTable) -> HolidayTable {
    var result = self
    for index in result.words.indices { result.words[index] |= other.words[index] }
    return result
  }

  static func of(_ id: CalendarID) -> HolidayTable {
    switch id {
    case .weekendsOnly: weekendsOnly
    case .usFederalReserve: usFederalReserve
    case .usGovernmentBond: usGovernmentBond
    case .usNYSE: usNYSE
    case .usSettlement: usSettlement
    case .usSOFR: usSOFR
    case .target: target
    case .ukSettlement: ukSettlement
    case .ukExchange: ukExchange
    case .japan: japan
    case .canadaSettlement: canadaSettlement
    case .switzerland: switzerland
    case .australiaSettlement: australiaSettlement
    case .germanyFrankfurt: germanyFrankfurt
    }
  }

  // Immutable tables, each worked out from its rule when first asked for.
  private static let weekendsOnly = HolidayTable(.weekendsOnly)
  private static let usFederalReserve = HolidayTable(.usFederalReserve)
  private static let usGovernmentBond = HolidayTable(.usGovernmentBond)
  private static let usNYSE = HolidayTable(.usNYSE)
  private static let usSettlement = HolidayTable(.usSettlement)
  private static let usSOFR = HolidayTable(.usSOFR)
  private static let target = HolidayTable(.target)
  private static let ukSettlement = HolidayTable(.ukSettlement)
  private static let ukExchange = HolidayTable(.ukExchange)
  private static let japan = HolidayTable(.japan)
  private static let canadaSettlement = HolidayTable(.canadaSettlement)
  private static let switzerland = HolidayTable(.switzerland)
  private static let australiaSettlement = HolidayTable(.australiaSettlement)
  private static let germanyFrankfurt = HolidayTable(.germanyFrankfurt)
}
