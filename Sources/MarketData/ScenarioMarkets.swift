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
  /// By id.
  let spreadCurves: [String: (currency: Currency, states: CurveStates)]
  private let foreignExchange: ForeignExchange
  private let shortRateModels: [String: ShortRateModel]

  /// Checks the snapshot and the scenarios, and builds every curve that discounts under every scenario.
  ///
  /// Throws all that is wrong with the snapshot, or all that is wrong with the scenarios: a shift that names a risk
  /// factor unknown to the snapshot is refused by name.
  public init(snapshot: MarketSnapshot, scenarios: [Scenario], reportingCurrency: Currency)
    throws(ScenarioMarketsError)
  {
    let built = try snapshot.zeroCurves()
    let names = RiskFactorNames(snapshot, reportingCurrency: reportingCurrency)
    var problems = Scenario.problems(of: scenarios) + scenarios.flatMap { $0.problems(in: names) }
    guard problems.isEmpty else { throw .scenarios(problems) }

    var discountCurves: [Currency: CurveStates] = [:]
    for (code, id) in snapshot.discountCurves.sorted(by: { $0.key < $1.key }) {
      guard let currency = Currency(code), let quotes = snapshot.curves.first(where: { $0.id == id }),
        let base = built[id]
      else { preconditionFailure("a valid snapshot has its discount curves") }
      do throws(ScenarioError) {
        discountCurves[currency] = try CurveStates(
          quotes, base: base, valuationDate: snapshot.valuationDate, scenarios: scenarios
        ) { $0.curves.isEmpty || $0.curves.contains(id) || $0.curves.contains(code) }
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw .scenarios(problems) }

    valuationDate = snapshot.valuationDate
    scenarioCount = scenarios.count
    self.discountCurves = discountCurves
    spreadCurves = Dictionary(
      uniqueKeysWithValues: snapshot.spreadCurves.map { quotes in
        let states = CurveStates(quotes, valuationDate: snapshot.valuationDate, scenarios: scenarios)
        return (quotes.id, (quotes.currency, states))
      })
    foreignExchange = ForeignExchange(snapshot, scenarios: scenarios, reportingCurrency: reportingCurrency)
    shortRateModels = snapshot.shortRateModels
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

  func discountCurve(_ currency: Currency) throws(MissingMarketData) -> CurveStates {
    guard let states = discountCurves[currency] else {
      throw MissingMarketData("discount curve for \(currency)")
    }
    return states
  }
}

extension MarketSnapshot {
  /// Every rate curve of the snapshot, built, by id. Throws all that is wrong with the snapshot, or the first curve
  /// that cannot be built.
  public func zeroCurves() throws(ScenarioMarketsError) -> [String: ZeroCurve] {
    do throws(MarketDataError) { try validate() } catch { throw .market(error) }
    var built: [String: ZeroCurve] = [:]
    for quotes in curves {
      do throws(CurveBuildError) {
        built[quotes.id] = try ZeroCurve(quotes, valuationDate: valuationDate)
      } catch {
        throw .curve(error)
      }
    }
    return built
  }
}
