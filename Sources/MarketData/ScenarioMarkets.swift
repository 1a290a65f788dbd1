import Collateral
public import DatesAndConventions

/// The markets of a run: the base market and every scenario's, built once from a snapshot.
///
/// Shifts of a scenario apply in order. Additive moves of one curve add up; a relative move multiplies what the shifts
/// before it left. Shifts of quotes come before shifts of zero rates, because the curve is built between them.
/// Currency moves compound. A scenario that leaves a curve unmoved has the base market's discount factors to the bit.
public struct ScenarioMarkets: ScenarioMarketSource {
  public let valuationDate: CivilDate
  public let scenarioCount: Int
  /// By currency.
  let discountCurves: [Currency: CurveStates]
  let indexCurves: [RateIndexID: CurveStates]
  private let fixings: IndexFixings
  private let inflation: [InflationIndexID: InflationStates]
  /// By id.
  let spreadCurves: [String: (currency: Currency, states: CurveStates)]
  /// By id.
  let creditCurves: [String: CreditCurveStates]
  private let foreignExchange: ForeignExchange
  private let shortRateModels: [String: ShortRateModel]
  private let fxVolatilities: [FXVolatilities]
  private let volatilities: VolatilityQuotes
  /// By surface, then by column.
  private let surfaceShifts: [String: [[SurfaceShift]]]
  /// By column; `nil` where the economy goes on as the market has it.
  let economies: [EconomyScenario?]
  /// Of each scenario; empty but in markets of steps of time.
  let steps: [TimeStep]
  /// What the markets were made of.
  let snapshot: MarketSnapshot
  let reportingCurrency: Currency

  /// Checks the snapshot and the scenarios, and builds every curve that discounts or projects under every scenario.
  ///
  /// Throws all that is wrong with the snapshot, or all that is wrong with the scenarios: a shift that names a risk
  /// factor unknown to the snapshot is refused by name.
  public init(snapshot: MarketSnapshot, scenarios: [Scenario], reportingCurrency: Currency)
    throws(ScenarioMarketsError)
  {
    var curves = try ScenarioCurves(snapshot)
    let names = RiskFactorNames(snapshot, reportingCurrency: reportingCurrency)
    var problems = Scenario.problems(of: scenarios) + scenarios.flatMap { $0.problems(in: names) }
    guard problems.isEmpty else { throw .scenarios(problems) }

    var states: [String: CurveStates] = [:]
    for quotes in snapshot.curves where snapshot.isUsed(quotes) {
      do throws(ScenarioError) {
        states[quotes.id] = try CurveStates(quotes, of: snapshot, &curves, scenarios: scenarios)
      } catch {
        problems.append(error)
      }
    }
    try self.init(
      snapshot, scenarios, reportingCurrency: reportingCurrency, states: states, problems: problems)
  }

  /// Markets of curves that are built already.
  ///
  /// - Parameters:
  ///   - states: of every curve that discounts or projects, by id, with a column for each scenario.
  ///   - spreads: of spread curves by id, as the scenarios move them where absent.
  ///   - exchange: as the scenarios move rates where `nil`.
  ///   - steps: that the scenarios are of, if of time.
  ///   - problems: what is wrong with the scenarios so far; thrown with what is found here.
  init(
    _ snapshot: MarketSnapshot, _ scenarios: [Scenario], reportingCurrency: Currency,
    states: [String: CurveStates], spreads: [String: CurveStates] = [:], exchange: ForeignExchange? = nil,
    steps: [TimeStep] = [], problems: [ScenarioError] = []
  ) throws(ScenarioMarketsError) {
    var problems = problems
    var creditCurves: [String: CreditCurveStates] = [:]
    for quotes in snapshot.creditCurves {
      // Without a discount curve there is a problem already: a scenario under which it cannot be built.
      guard let id = snapshot.discountCurves[quotes.currency.code], let discount = states[id]?.curves.first
      else { continue }
      do throws(CreditStatesError) {
        creditCurves[quotes.id] = try CreditCurveStates(
          quotes, discount: discount, valuationDate: snapshot.valuationDate, scenarios: scenarios)
      } catch {
        switch error {
        case .curve(let fault): throw .curve(fault)
        case .scenario(let problem): problems.append(problem)
        }
      }
    }
    var inflation: [InflationIndexID: InflationStates] = [:]
    for (name, quotes) in snapshot.inflationIndices.sorted(by: { $0.key < $1.key }) {
      let id = InflationIndexID(rawValue: name)!
      do throws(ScenarioError) {
        inflation[id] = try InflationStates(
          .of(id), quotes, valuationDate: snapshot.valuationDate, scenarios: scenarios)
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw .scenarios(problems) }
    self.inflation = inflation

    valuationDate = snapshot.valuationDate
    scenarioCount = scenarios.count
    economies = [nil] + scenarios.map(\.economy)
    discountCurves = Dictionary(
      uniqueKeysWithValues: snapshot.discountCurves.map { (Currency($0.key)!, states[$0.value]!) })
    indexCurves = Dictionary(
      uniqueKeysWithValues: snapshot.indexCurves.map { (RateIndexID(rawValue: $0.key)!, states[$0.value]!) })
    fixings = IndexFixings(snapshot)
    spreadCurves = Dictionary(
      uniqueKeysWithValues: snapshot.spreadCurves.map { quotes in
        let states =
          spreads[quotes.id]
          ?? CurveStates(quotes, valuationDate: snapshot.valuationDate, scenarios: scenarios)
        return (quotes.id, (quotes.currency, states))
      })
    self.creditCurves = creditCurves
    foreignExchange =
      exchange ?? ForeignExchange(snapshot, scenarios: scenarios, reportingCurrency: reportingCurrency)
    self.steps = steps
    self.snapshot = snapshot
    self.reportingCurrency = reportingCurrency
    shortRateModels = snapshot.shortRateModels
    fxVolatilities = snapshot.volatilities.fx.map { quotes in
      FXVolatilities(quotes: quotes, shifts: SurfaceName(quotes).shifts(in: scenarios))
    }
    volatilities = snapshot.volatilities
    surfaceShifts = Dictionary(
      uniqueKeysWithValues: snapshot.volatilities.surfaceNames.map { ($0.id, $0.shifts(in: scenarios)) })
  }

  public var elapsedDays: [Int] {
    [0] + (steps.isEmpty ? Array(repeating: 0, count: scenarioCount) : steps.map(\.days))
  }

  public var rowStride: Int { (scenarioCount + 4) / 4 * 4 }

  public func fxRates(base: Currency, quote: Currency) throws(MissingMarketData) -> [Double] {
    try foreignExchange.rates(base: base, quote: quote)
  }

  public func shortRateModel(_ currency: Currency) throws(MissingMarketData) -> ShortRateModel {
    guard let model = shortRateModels[currency.code] else {
      throw MissingMarketData("short-rate model for \(currency)")
    }
    return model
  }

  public func fxVolatilities(_ one: Currency, _ other: Currency) throws(MissingMarketData) -> FXVolatilities {
    guard let found = fxVolatilities.first(where: { $0.quotes.isOf(one, other) }) else {
      throw MissingMarketData("volatilities of \(one)/\(other)")
    }
    return found
  }

  public func capVolatilities(_ currency: Currency, periodMonths: Int) throws(MissingMarketData)
    -> CapVolatilities
  {
    guard let quotes = volatilities.caps(currency, periodMonths: periodMonths) else {
      throw .capVolatilities(currency)
    }
    return CapVolatilities(quotes: quotes, shifts: surfaceShifts[quotes.id] ?? [])
  }

  public func swaptionVolatilities(_ currency: Currency) throws(MissingMarketData) -> SwaptionVolatilities {
    guard let quotes = volatilities.swaptions(currency) else { throw .swaptionVolatilities(currency) }
    return SwaptionVolatilities(quotes: quotes, shifts: surfaceShifts[quotes.id] ?? [])
  }

  public func fixing(_ index: RateIndexID, on date: CivilDate) throws(MissingMarketData) -> Double {
    try fixings.rate(index, on: date)
  }

  public func inflationTable(_ index: InflationIndexID, _ references: [IndexReference])
    throws(MissingMarketData) -> InflationTable
  {
    guard let states = inflation[index] else { throw MissingMarketData("price index \(index.rawValue)") }
    return try states.table(references, stride: rowStride)
  }

  func discountCurve(_ currency: Currency) throws(MissingMarketData) -> CurveStates {
    guard let states = discountCurves[currency] else {
      throw MissingMarketData("discount curve for \(currency)")
    }
    return states
  }
}

extension MarketSnapshot {
  /// Whether a curve discounts a currency or projects an index.
  func isUsed(_ curve: CurveQuotes) -> Bool {
    discountCurves.values.contains(curve.id) || indexCurves.values.contains(curve.id)
  }
}

extension RateShift {
  /// Whether the shift moves a curve: all are moved by one that names none, and a currency's name stands for the curves that
  /// discount it or project its indices.
  func moves(_ curve: CurveQuotes, of snapshot: MarketSnapshot) -> Bool {
    curves.isEmpty || curves.contains(curve.id)
      || curves.contains(curve.currency.code) && snapshot.isUsed(curve)
  }
}
