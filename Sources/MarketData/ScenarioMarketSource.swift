public import Collateral
public import DatesAndConventions

/// The base market and every scenario's market, built once and shared by all positions.
///
/// Everything is scenario-major in the inner index, so that pricing runs over scenarios in SIMD registers.
/// Scenario 0 is the first of `scenarios`; the base market is kept beside them whether or not it is among them.
public protocol ScenarioMarketSource: Sendable {
  var valuationDate: CivilDate { get }
  var scenarioCount: Int { get }

  /// Discount factors of a currency's discount curve, times the survival of `spreadCurve` when one is named.
  ///
  /// `years[i]` is Act/365F time from the valuation date, ascending. The result holds `years.count` rows of
  /// `rowStride` doubles: column 0 is the base market, column 1 + s scenario s; padding columns are 0.
  /// Throws `MissingMarketData` naming what the snapshot lacks.
  func discountTable(currency: Currency, spreadCurve: String?, years: [Double]) throws(MissingMarketData)
    -> [Double]

  /// Doubles in one row of a discount table: 1 + `scenarioCount` rounded up to a multiple of 4.
  var rowStride: Int { get }

  /// Units of `quote` for one unit of `base`: element 0 the base market, element 1 + s scenario s.
  /// Throws `MissingMarketData` naming the missing rate.
  func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double]

  /// Par yield, compounded `frequency` times a year, of the currency's discount curve without spread for a
  /// maturity `years` away: element 0 the base market, element 1 + s scenario s.
  func parYields(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]

  /// The standard swap by which bonds of a currency are compared with swaps: the first whose index has a curve.
  /// Throws `MissingMarketData` naming the currency.
  func swapConvention(_ currency: Currency) throws(MissingMarketData) -> SwapConvention

  /// Par rate, compounded `frequency` times a year, of the curve of that swap's index, as in `parYields`.
  func swapRates(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]

  /// Discount factors of the curve that projects an index, laid out as those of `discountTable`.
  /// Throws `MissingMarketData` naming the index without a curve.
  func indexTable(_ index: RateIndexID, years: [Double]) throws(MissingMarketData) -> [Double]

  /// The rate of an index published for a day on or before the valuation date, a decimal.
  /// Throws `MissingMarketData` naming index and day.
  func fixing(_ index: RateIndexID, on date: CivilDate) throws(MissingMarketData) -> Double

  /// Recovery and days of a credit curve in a currency.
  /// Throws `MissingMarketData` naming the missing curve, or the currency it is in.
  func creditCurve(_ id: String, currency: Currency) throws(MissingMarketData) -> CreditCurveTerms

  /// Discounting and survival on a credit curve at the ends of `days`, ascending, none before the valuation date; rows of
  /// `rowStride` as in `discountTable`. Throws as `creditCurve` does.
  func creditTable(_ id: String, currency: Currency, days: [Int32]) throws(MissingMarketData) -> CreditTable

  /// Values of a price index, published or expected, a row for each reference.
  /// Throws `MissingMarketData` naming the index, or its months or rates that are missing.
  func inflationTable(_ index: InflationIndexID, _ references: [IndexReference]) throws(MissingMarketData)
    -> InflationTable

  /// Volatilities of the options on a pair of currencies, quoted in either order.
  /// Throws `MissingMarketData` naming the pair.
  func fxVolatilities(_ one: Currency, _ other: Currency) throws(MissingMarketData) -> FXVolatilities

  /// Volatilities of a currency's caps and floors, of those quotes whose periods are nearest to so many months.
  /// Throws `MissingMarketData` naming the currency.
  func capVolatilities(_ currency: Currency, periodMonths: Int) throws(MissingMarketData) -> CapVolatilities

  /// Volatilities of a currency's swaptions. Throws `MissingMarketData` naming the currency.
  func swaptionVolatilities(_ currency: Currency) throws(MissingMarketData) -> SwaptionVolatilities

  /// The base market with each quote of its curves moved, for sensitivities to quotes.
  /// Throws `MissingMarketData` where the source has no quotes, or a moved curve cannot be built.
  func quoteMoves() throws(MissingMarketData) -> QuoteMoves

  /// The base market as it will be after each of some steps of time: step s is scenario s.
  /// Throws `MissingMarketData` where the source cannot tell.
  func aged(_ steps: [TimeStep]) throws(MissingMarketData) -> any ScenarioMarketSource

  /// Days that have gone by since the valuation date, in which nothing was uncertain: element 0 the base market, element 1 + s
  /// scenario s. 0 but in markets of steps of time.
  var elapsedDays: [Int] { get }

  /// How the rates of a currency's discount curve move, the same under every scenario.
  /// Throws `MissingMarketData` naming the missing model.
  func shortRateModel(_ currency: Currency) throws(MissingMarketData) -> ShortRateModel

  /// Models of pools of loans by name, and what was published of the economy, the same under every scenario.
  /// Throws `MissingMarketData` where there is none.
  func collateralMarket() throws(MissingMarketData) -> CollateralMarket

  /// What models of pools look at in a column: 0 is the base market, 1 + s scenario s.
  ///
  /// Month 0 is the one before `firstMonth`. From the month of the valuation date on mortgage rates are those of the mortgage rate model on
  /// the forward zero rates (continuously compounded) of the currency's discount curve; before, those published. House prices and unemployment go on
  /// as last published, or as the scenario's economy has them. Throws `MissingMarketData` naming the missing model.
  ///
  /// - Parameters:
  ///   - firstMonth: calendar month of the first payments projected.
  ///   - months: for how many after the valuation date mortgage rates are projected; the last goes on.
  func collateralEconomy(
    _ currency: Currency, column: Int, firstMonth: YearMonth, months: Int
  ) throws(MissingMarketData) -> CollateralEconomy

  /// What a column's scenario multiplies speeds and losses of pools by.
  func collateralMultipliers(column: Int) -> SpeedMultipliers
}

extension ScenarioMarketSource {
  /// A market without swaps.
  public func swapConvention(_ currency: Currency) throws(MissingMarketData) -> SwapConvention {
    throw MissingMarketData("index curve for swaps in \(currency)")
  }

  public func swapRates(currency: Currency, years: Double, frequency: Frequency) throws(MissingMarketData)
    -> [Double]
  {
    throw MissingMarketData("index curve for swaps in \(currency)")
  }

  /// A market without curves for indices.
  public func indexTable(_ index: RateIndexID, years: [Double]) throws(MissingMarketData) -> [Double] {
    throw MissingMarketData("index curve for \(index.rawValue)")
  }

  /// A market without published rates.
  public func fixing(_ index: RateIndexID, on date: CivilDate) throws(MissingMarketData) -> Double {
    throw MissingMarketData("fixing of \(index.rawValue) on \(date)")
  }

  /// A market without credit curves.
  public func creditCurve(_ id: String, currency: Currency) throws(MissingMarketData) -> CreditCurveTerms {
    throw MissingMarketData("credit curve \(id)")
  }

  public func creditTable(_ id: String, currency: Currency, days: [Int32]) throws(MissingMarketData)
    -> CreditTable
  {
    throw MissingMarketData("credit curve \(id)")
  }

  /// A market without price indices.
  public func inflationTable(_ index: InflationIndexID, _ references: [IndexReference])
    throws(MissingMarketData) -> InflationTable
  {
    throw MissingMarketData("price index \(index.rawValue)")
  }

  /// A market without volatilities.
  public func fxVolatilities(_ one: Currency, _ other: Currency) throws(MissingMarketData) -> FXVolatilities {
    throw MissingMarketData("volatilities of \(one)/\(other)")
  }

  public func capVolatilities(_ currency: Currency, periodMonths: Int) throws(MissingMarketData)
    -> CapVolatilities
  {
    throw .capVolatilities(currency)
  }

  public func swaptionVolatilities(_ currency: Currency) throws(MissingMarketData) -> SwaptionVolatilities {
    throw .swaptionVolatilities(currency)
  }

  /// A market without quotes.
  public func quoteMoves() throws(MissingMarketData) -> QuoteMoves {
    throw MissingMarketData("quotes of curves")
  }

  /// A market without a future.
  public func aged(_ steps: [TimeStep]) throws(MissingMarketData) -> any ScenarioMarketSource {
    throw MissingMarketData("curves of a later day")
  }

  /// A market of today.
  public var elapsedDays: [Int] { Array(repeating: 0, count: 1 + scenarioCount) }

  /// A market without models.
  public func shortRateModel(_ currency: Currency) throws(MissingMarketData) -> ShortRateModel {
    throw MissingMarketData("short-rate model for \(currency)")
  }

  /// A market without pools of loans.
  public func collateralMarket() throws(MissingMarketData) -> CollateralMarket {
    throw MissingMarketData("collateral models")
  }

  public func collateralEconomy(
    _ currency: Currency, column: Int, firstMonth: YearMonth, months: Int
  ) throws(MissingMarketData) -> CollateralEconomy {
    throw MissingMarketData("collateral models")
  }

  public func collateralMultipliers(column: Int) -> SpeedMultipliers { .none }
}
