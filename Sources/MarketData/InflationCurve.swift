public import DatesAndConventions
import Glibc

/// A price index by month and day: published as far as it goes, then expected.
///
/// Swap rates are told from an anchor a: the valuation date where swaps compare days, else the first day whose reference
/// index is the month that swaps start from. Beyond the last published month the reference index of a day d is
///
///     I(d) = I(a) · exp(h(d)) · s(d) / s(a)
///
/// with s the seasonal factors, interpolated as the index is, and h linear in days between what is published last and
/// T · ln(1 + rate) at each a + T years; beyond the last rate it grows at that rate. Swaps that start today reprice
/// exactly.
public struct InflationCurve: Sendable {
  public let index: InflationIndex
  private let quotes: InflationQuotes
  private let anchor: CivilDate
  private let anchorLevel: Double
  /// The last day whose reference index is published.
  private let lastKnownDay: CivilDate
  /// Days from the anchor.
  private let times: [Double]
  /// h, and its derivative for a parallel move of the rates, at `times`.
  private let growth: [Double]
  private let slopes: [Double]

  /// Expects quotes that `MarketSnapshot.validate()` accepts.
  ///
  /// - Parameter shift: Added to every rate; a decimal.
  /// - Returns: `nil` where a moved rate is −90% or less.
  public init?(
    _ index: InflationIndex, _ quotes: InflationQuotes, valuationDate: CivilDate, shift: Double = 0
  ) {
    self.index = index
    self.quotes = quotes
    anchor = Self.anchor(index, valuationDate)
    let lastMonth = quotes.published[quotes.published.count - 1].month
    lastKnownDay = lastMonth.adding(months: InflationIndex.referenceLag).firstDay
    let season = Seasons(quotes.seasonality)
    // As swaps of days compare it: rounded.
    let published = Self.level(.day(anchor), quotes.published) ?? 0
    let atAnchor = index.swapReference == .daily ? index.referenceRounding.rounded(published) : published
    anchorLevel = atAnchor / season.factor(.day(anchor))
    var times = [0.0]
    var growth = [0.0]
    var slopes = [0.0]
    if lastKnownDay > anchor, let known = Self.level(.day(lastKnownDay), quotes.published) {
      times = [Double(lastKnownDay - anchor)]
      growth = [log(known / season.factor(.day(lastKnownDay)) / anchorLevel)]
    }
    for point in quotes.breakevens {
      let rate = point.rate + shift
      guard rate > -0.9 else { return nil }
      let years = point.tenor.years
      times.append(Double(point.tenor.date(after: anchor) - anchor))
      growth.append(years * log1p(rate))
      slopes.append(years / (1 + rate))
    }
    self.times = times
    self.growth = growth
    self.slopes = slopes
  }

  /// The day from which swap rates are told.
  static func anchor(_ index: InflationIndex, _ valuationDate: CivilDate) -> CivilDate {
    switch index.swapReference {
    case .daily: valuationDate
    case .monthly(let lag):
      YearMonth(valuationDate).adding(months: InflationIndex.referenceLag - lag).firstDay
    }
  }

  /// The value that swaps compare which start on the valuation date and end so many years after it.
  public func swapReference(valuationDate: CivilDate, years: Int) -> IndexReference {
    let date = valuationDate.adding(months: 12 * years)
    switch index.swapReference {
    case .daily: return .day(date)
    case .monthly(let lag): return .month(YearMonth(date).adding(months: -lag))
    }
  }

  /// Whether the value is published, and so the same under every scenario.
  public func isKnown(_ reference: IndexReference) -> Bool { day(reference) <= lastKnownDay }

  /// A value of the index, rounded as its conventions say where it is published and not rounded where it is expected.
  /// Throws `MissingMarketData` naming the months or rates that the market lacks.
  public func value(_ reference: IndexReference) throws(MissingMarketData) -> Double {
    guard !isKnown(reference) else {
      guard let level = Self.level(reference, quotes.published) else {
        throw MissingMarketData("\(index.id.rawValue) published for \(reference.months.first)")
      }
      if case .month = reference { return level }
      return index.referenceRounding.rounded(level)
    }
    guard !quotes.breakevens.isEmpty else {
      throw MissingMarketData("expected inflation (breakevens) of \(index.id.rawValue)")
    }
    let factor = Seasons(quotes.seasonality).factor(reference)
    return anchorLevel * exp(interpolated(growth, day(reference))) * factor
  }

  /// The relative change of a value for a parallel move of all rates, per 1.00 of rate; 0 where it is published.
  public func sensitivity(_ reference: IndexReference) -> Double {
    isKnown(reference) || quotes.breakevens.isEmpty ? 0 : interpolated(slopes, day(reference))
  }

  /// The day whose reference index the value is.
  private func day(_ reference: IndexReference) -> CivilDate {
    switch reference {
    case .day(let date): date
    case .month(let month): month.adding(months: InflationIndex.referenceLag).firstDay
    }
  }

  private func interpolated(_ values: [Double], _ date: CivilDate) -> Double {
    let time = Double(date - anchor)
    let last = times.count - 1
    if time >= times[last] { return values[last] * (time / times[last]) }
    let upper = times.firstIndex { $0 > time } ?? last
    guard upper > 0 else { return values[0] }
    let share = (time - times[upper - 1]) / (times[upper] - times[upper - 1])
    return values[upper - 1] + share * (values[upper] - values[upper - 1])
  }

  /// A published value, not rounded; `nil` where a month of it is not published.
  private static func level(_ reference: IndexReference, _ published: [PublishedIndex]) -> Double? {
    let (month, share) = reference.months
    func value(_ month: YearMonth) -> Double? {
      var (low, high) = (0, published.count)
      while low < high {
        let middle = (low + high) / 2
        if published[middle].month < month { low = middle + 1 } else { high = middle }
      }
      return low < published.count && published[low].month == month ? published[low].value : nil
    }
    guard let first = value(month) else { return nil }
    guard share > 0 else { return first }
    guard let next = value(month.adding(months: 1)) else { return nil }
    return first + share * (next - first)
  }
}

/// Seasonal factors by month.
private struct Seasons {
  private let factors: [Double]

  init(_ factors: [Double]) { self.factors = factors }

  func factor(_ reference: IndexReference) -> Double {
    guard !factors.isEmpty else { return 1 }
    let (month, share) = reference.months
    let first = factors[month.month - 1]
    return first + share * (factors[month.adding(months: 1).month - 1] - first)
  }
}
