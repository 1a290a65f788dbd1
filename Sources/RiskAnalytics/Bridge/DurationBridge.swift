public import DatesAndConventions
import Instruments
public import MarketData
import NumericalMethods
public import Pricing
public import StructuredDeals

/// How value, DV01 and duration of a book went from those of one run to those of another, step by step.
///
/// Each step exchanges one input of the first run for that of the second, keeps those already exchanged, and values every
/// position again. Steps therefore depend on their order, which is that of `BridgeStep.allCases`; their sum does not.
public struct DurationBridge: Sendable {
  /// One run: its market under `BASE` alone, and what it holds. Position ids are unique.
  public struct Side: Sendable {
    public let markets: ScenarioMarkets
    public let holdings: [PositionToPrice]
    /// Those that bonds of securitisations name, by id.
    public let deals: [String: DealPackage]

    /// Precondition: markets of one scenario.
    public init(
      markets: ScenarioMarkets, holdings: [PositionToPrice], deals: [String: DealPackage] = [:]
    ) {
      precondition(markets.scenarioCount == 1, "a bridge knows the base scenario alone")
      self.markets = markets
      self.holdings = holdings
      self.deals = deals
    }
  }

  /// What one step changed.
  public struct Change: Sendable, Hashable {
    public let step: BridgeStep
    public let change: BridgeFigures
  }

  /// A position that is in no step, because it has no value in one of them.
  public struct LeftOut: Sendable, Hashable {
    public let positionID: String
    public let reason: Reason
  }

  /// Of the positions that are in the steps, before the first and after the last.
  public let start: BridgeFigures
  public let end: BridgeFigures
  /// In the order of `BridgeStep.allCases`.
  public let changes: [Change]
  /// Positions that are in the steps.
  public let positionCount: Int
  public let leftOut: [LeftOut]

  /// - Precondition: `to` is not valued before `from`.
  /// - Throws: `FixedPointSumError` when a total leaves its range.
  public init(from: Side, to: Side, reportingCurrency: Currency) throws {
    precondition(
      from.markets.valuationDate <= to.markets.valuationDate, "a bridge goes forward in time")
    let states = BridgeStates(from: from, to: to, reportingCurrency: reportingCurrency)
    let totals = try states.totals()
    start = totals[0]
    end = totals[totals.count - 1]
    changes = zip(BridgeStep.allCases, zip(totals.dropFirst(), totals)).map { step, pair in
      Change(step: step, change: pair.0 - pair.1)
    }
    positionCount = states.positionCount
    leftOut = states.leftOut
  }

  /// What is left of the whole change after all steps, so that together they make it up: positions left out, and whatever
  /// else the steps do not know.
  ///
  /// - Parameter total: The change between the two runs as they were stored.
  public func unexplained(of total: BridgeFigures) -> BridgeFigures {
    changes.reduce(total) { $0 - $1.change }
  }
}
