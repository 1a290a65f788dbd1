import DatesAndConventions
import NumericalMethods

/// One credit curve in the base market and under every scenario, with each distinct state held once.
///
/// Spread shifts move the par spreads of the curve's tenors, not below 0, and the curve is built again on the base market's
/// discount curve. Shifts of rates leave survival as it is.
struct CreditCurveStates: Sendable {
  struct State: Sendable {
    let curve: CreditCurve
    /// Change of the hazard to a time for a rise of all par spreads by 1.00.
    let parSensitivity: PiecewiseCubic
  }

  let currency: Currency
  let recovery: Double
  /// Days of the discount curve's and the credit curve's points, ascending.
  let days: [Int32]
  /// Distinct states; the first is the base market's.
  private(set) var states: [State]
  /// Which state each column of a table is in; column 0 is the base market.
  private(set) var stateOfColumn = [0]

  init(_ quotes: CreditQuotes, discount: ZeroCurve, valuationDate: CivilDate, scenarios: [Scenario])
    throws(CreditStatesError)
  {
    let bootstrap: CreditBootstrap
    let base: CreditCurve
    do throws(CurveBuildError) {
      bootstrap = try CreditBootstrap(quotes, discount: discount, valuationDate: valuationDate)
      base = try bootstrap.curve()
    } catch {
      throw .curve(error)
    }
    currency = quotes.currency
    recovery = quotes.recovery
    days = Set(discount.days(from: valuationDate) + bootstrap.maturities.map(\.dayNumber)).sorted()
    states = [State(curve: base, parSensitivity: bootstrap.parSensitivity(base))]
    let spreads = bootstrap.parSpreads(base)
    var known = [spreads: 0]
    for scenario in scenarios {
      var moved = spreads
      for case .spread(let shift) in scenario.shifts
      where shift.curves.isEmpty || shift.curves.contains(quotes.id) {
        moved = moved.map { shift.move.change.apply(to: $0, at: 0) }
      }
      moved = moved.map { max($0, 0) }
      if let index = known[moved] {
        stateOfColumn.append(index)
        continue
      }
      do throws(CurveBuildError) {
        let curve = try bootstrap.curve(meeting: moved.map(SwapQuote.par))
        states.append(State(curve: curve, parSensitivity: bootstrap.parSensitivity(curve)))
      } catch {
        throw .scenario(
          ScenarioError(scenario: scenario.id, problem: "cannot build the moved credit \(error)"))
      }
      known[moved] = states.count - 1
      stateOfColumn.append(states.count - 1)
    }
  }
}

/// Why a credit curve has no states.
enum CreditStatesError: Error {
  case curve(CurveBuildError)
  case scenario(ScenarioError)
}
