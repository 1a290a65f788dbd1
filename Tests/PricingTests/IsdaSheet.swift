import DatesAndConventions
import Foundation
@testable import MarketData
import Testing

/// One of two sheets of results of the ISDA standard model's own library: a hundred swaps of random dates and premiums on flat
/// curves of 0% and 5%, for ten million, recovery 40%, quarterly premiums, protection from the start of the day.
///
/// The numbers are those of `yield_curve_flat_0pc.csv` and `yield_curve_flat_5pc.csv` of OpenGamma Strata (Apache License 2.0,
/// https://github.com/OpenGamma/Strata). Left out are two prices without the accrual paid on default, which are sums of others.
struct IsdaSheet {
  struct Row: Sendable, CustomTestStringConvertible {
    let rate: Double
    let today: CivilDate
    /// −ln of survival on the sheet's days.
    let exponents: [Double]
    let start: CivilDate
    let end: CivilDate
    /// Basis points a year.
    let spread: Double
    /// Values at cash settlement, from the buyer of protection; without accrued premium.
    let cleanPrice: Double
    let premiumLeg: Double
    let protectionLeg: Double
    /// Part of the premium leg: what a default within a period owes of its premium.
    let accruedOnDefault: Double
    let accruedPremium: Double
    let accruedDays: Int

    var testDescription: String { "\(rate) on \(today): \(start) to \(end) at \(spread)" }

    func market() -> IsdaSheetMarket { IsdaSheetMarket(self) }
  }

  static let notional = 10_000_000.0
  static let recovery = 0.4

  /// The days between which hazard rates are flat.
  static let days = [
    "2013-06-20", "2013-09-20", "2014-03-20", "2015-03-20", "2016-03-20", "2018-03-20", "2023-03-20",
  ].map { CivilDate(iso: $0)! }

  static let rows = rows("isda_flat_0.csv", rate: 0) + rows("isda_flat_5.csv", rate: 0.05)

  private static func rows(_ name: String, rate: Double) -> [Row] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      let number = { (index: Int) in Double(fields[index])! }
      return Row(
        rate: rate, today: CivilDate(iso: fields[0])!, exponents: (1...7).map(number),
        start: CivilDate(iso: fields[8])!, end: CivilDate(iso: fields[9])!, spread: number(10),
        cleanPrice: number(11), premiumLeg: number(12), protectionLeg: number(13),
        accruedOnDefault: number(14), accruedPremium: number(15), accruedDays: Int(fields[16])!)
    }
  }
}

/// The curves of a row, as given: the market of a snapshot has hazard rates between maturities of its tenors, which is not where
/// those of every row change.
struct IsdaSheetMarket: ScenarioMarketSource {
  let valuationDate: CivilDate
  let scenarioCount = 1
  let rowStride = 4
  let rate: Double
  let survival: CreditCurve

  init(_ row: IsdaSheet.Row) {
    valuationDate = row.today
    rate = row.rate
    let years = [0] + IsdaSheet.days.map { CurveTime.years(from: row.today, to: $0) }
    let exponents = [0] + row.exponents
    survival = CreditCurve(
      valuationDate: row.today, dates: IsdaSheet.days,
      hazardRates: IsdaSheet.days.indices.map {
        (exponents[$0 + 1] - exponents[$0]) / (years[$0 + 1] - years[$0])
      })
  }

  func years(_ day: Int32) -> Double { Double(day - valuationDate.dayNumber) / 365 }

  func creditCurve(_ id: String, currency: Currency) throws(MissingMarketData) -> CreditCurveTerms {
    CreditCurveTerms(recovery: IsdaSheet.recovery, days: IsdaSheet.days.map(\.dayNumber))
  }

  func creditTable(_ id: String, currency: Currency, days: [Int32]) throws(MissingMarketData) -> CreditTable {
    func table(_ value: (Double) -> Double) -> [Double] {
      days.flatMap { [Double](repeating: value(years($0)), count: rowStride) }
    }
    return CreditTable(
      stride: rowStride, discountExponents: table { rate * $0 },
      hazardExponents: table(survival.exponent(at:)), parSensitivities: table { _ in 0 })
  }

  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]
  { throw MissingMarketData("anything but credit curves") }

  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    throw MissingMarketData("anything but credit curves")
  }

  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  { throw MissingMarketData("anything but credit curves") }
}
