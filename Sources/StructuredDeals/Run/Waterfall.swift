public import Collateral
import DatesAndConventions

/// A deal that is checked and ready to run: the interpreter of its waterfall.
///
/// In each period collateral cash comes into accounts, interest and fees fall due, triggers are tested, and the steps are
/// taken in order. Cash, balances and overcollateralisation are checked after every step of every run.
public struct Waterfall: Sendable {
  public let deal: Deal
  let bound: BoundDeal
  /// By name.
  private let underlying: [(name: String, waterfall: Waterfall)]

  /// Throws everything that is wrong with the deal or with a deal under it.
  public init(_ deal: Deal) throws(DealProblems) {
    var problems: [DealProblem] = []
    var bound = BoundDeal()
    var underlying: [(name: String, waterfall: Waterfall)] = []
    for (index, lower) in deal.underlying.enumerated() {
      do throws(DealProblems) {
        underlying.append((lower.name, try Waterfall(lower)))
      } catch {
        problems += error.problems.map {
          DealProblem(path: "underlying[\(index)].\($0.path)", message: $0.message)
        }
      }
    }
    do throws(DealProblems) {
      bound = try DealBinder.bind(deal)
    } catch {
      problems = error.problems + problems
    }
    guard problems.isEmpty else { throw DealProblems(problems: problems) }
    self.deal = deal
    self.bound = bound
    self.underlying = underlying
  }

  /// Names of the series that formulas use, those of underlying deals with them, in order.
  public var seriesNames: [String] {
    Set(bound.series + underlying.flatMap { $0.waterfall.seriesNames }).sorted()
  }

  /// Runs all periods that the collateral has months for.
  ///
  /// `isExplained` keeps what each step did, for all periods. Throws what the inputs lack, and what a step or a check
  /// refuses, naming the period and the step.
  public func run(_ inputs: DealInputs, isExplained: Bool = false) throws(DealRunError) -> DealRun {
    var lower: [String: DealRun] = [:]
    for (name, waterfall) in underlying {
      lower[name] = try waterfall.run(inputs.under(name), isExplained: isExplained)
    }
    let collections = try collections(inputs, lower)
    let templates = try templates(inputs, collections)
    var periods = collections.map(\.count).max() ?? 0
    let series = try series(inputs)
    var state = DealState(bound, deal, opening: collections.map { $0.first?.openingBalance ?? 0 })
    state.canPurchase = templates.map { !$0.isEmpty }
    var run = DealRun(deal: deal, bound: bound, periods: periods, underlying: lower)
    var period = 0
    while period < periods {
      let number = period + 1
      let date = deal.firstPayment.map { $0.adding(months: period * deal.monthsPerPeriod) }
      let before = deal.firstPayment.map { $0.adding(months: (period - 1) * deal.monthsPerPeriod) }
      try state.open(
        DealState.Period(
          number: number, date: date, months: deal.monthsPerPeriod,
          days: date.flatMap { date in before.map { date - $0 } } ?? 0),
        collections: collections.indices.map { group in
          Waterfall.collections(
            collections[group], state.groups[group].vintages, templates[group], period: period)
        },
        series: series.map { $0[min(period, $0.count - 1)] }, isExplained: isExplained)
      for step in bound.steps.indices { try state.take(step) }
      try state.close()
      run.append(state)
      for (group, template) in zip(state.groups, templates) where group.vintages.last?.period == number {
        periods = max(periods, number + template.count)
      }
      guard periods <= Waterfall.mostPeriods else {
        throw state.error(
          "purchases go on for more than \(Waterfall.mostPeriods) periods; end them by a condition")
      }
      period += 1
    }
    run.periods = periods
    return run
  }

  /// Purchases for ever would run for ever.
  private static let mostPeriods = 1_800

  /// What a group brings in a period, counted from 0: what it was made of, and what was bought since. `nil` after their end.
  private static func collections(
    _ own: [Collections], _ vintages: [DealState.Group.Vintage], _ template: [Collections], period: Int
  ) -> Collections? {
    guard !vintages.isEmpty, let opening = template.first?.openingBalance else {
      return period < own.count ? own[period] : nil
    }
    var sum = own.inPeriod(period)
    for vintage in vintages {
      sum.add(template.inPeriod(period - vintage.period), times: vintage.balance / opening)
    }
    return sum
  }

  /// How purchases of each group run off; empty where there is nothing to buy.
  private func templates(
    _ inputs: DealInputs, _ collections: [[Collections]]
  ) throws(DealRunError) -> [[Collections]] {
    var templates: [[Collections]] = []
    for (index, group) in deal.collateral.enumerated() {
      var template = collections[index]
      if let flows = inputs.reinvestment[group.name] {
        do throws(CollateralFault) {
          template = try Collections.periods(of: flows, monthsPerPeriod: deal.monthsPerPeriod)
        } catch {
          throw DealRunError(
            deal: deal.name, period: nil, step: nil,
            message: "the flows for reinvestment of '\(group.name)', month \(error.month): \(error.message)")
        }
      }
      // Loans in default are not bought.
      let flows = inputs.reinvestment[group.name] ?? inputs.collateral[group.name]
      let isUsable = (template.first?.openingBalance ?? 0) > 0 && (flows?.openingInDefault ?? 0) == 0
      templates.append(isUsable ? template : [])
    }
    return templates
  }

  private func collections(
    _ inputs: DealInputs, _ lower: [String: DealRun]
  ) throws(DealRunError) -> [[Collections]] {
    var all: [[Collections]] = []
    for group in deal.collateral {
      if let bonds = group.bonds {
        all.append(Collections.periods(of: bonds, in: lower))
      } else if let flows = inputs.collateral[group.name] {
        do throws(CollateralFault) {
          all.append(try Collections.periods(of: flows, monthsPerPeriod: deal.monthsPerPeriod))
        } catch {
          throw DealRunError(
            deal: deal.name, period: nil, step: nil,
            message: "the flows of '\(group.name)', month \(error.month): \(error.message)")
        }
      } else {
        throw DealRunError(
          deal: deal.name, period: nil, step: nil,
          message: "there are no flows for the collateral '\(group.name)'; give them with the run")
      }
    }
    return all
  }

  private func series(_ inputs: DealInputs) throws(DealRunError) -> [[Double]] {
    var all: [[Double]] = []
    for name in bound.series {
      guard let values = inputs.series[name], !values.isEmpty, values.allSatisfy(\.isFinite) else {
        throw DealRunError(
          deal: deal.name, period: nil, step: nil,
          message: "there is no series '\(name)' of one number or more; give it with the run")
      }
      all.append(values)
    }
    return all
  }
}

extension [Collections] {
  /// Of a period counted from 0; after the last nothing comes in, and what is left stays.
  fileprivate func inPeriod(_ period: Int) -> Collections {
    if period < count { return self[period] }
    let (performing, inDefault) = (last?.performing ?? 0, last?.inDefault ?? 0)
    return Collections(openingBalance: performing + inDefault, performing: performing, inDefault: inDefault)
  }
}

/// What a run takes besides the deal.
public struct DealInputs: Sendable {
  /// By the group's name; groups of an underlying deal `X` are named `X.group`.
  public var collateral: [String: CollateralFlows]
  /// Rates and observations by name, one a period; the last goes on.
  public var series: [String: [Double]]
  /// Flows of what a group buys, by the group's name, in any size; a group without buys more of what it was made of.
  public var reinvestment: [String: CollateralFlows]

  public init(
    collateral: [String: CollateralFlows], series: [String: [Double]] = [:],
    reinvestment: [String: CollateralFlows] = [:]
  ) {
    self.collateral = collateral
    self.series = series
    self.reinvestment = reinvestment
  }

  /// Those of an underlying deal.
  func under(_ deal: String) -> DealInputs {
    func lower(_ flows: [String: CollateralFlows]) -> [String: CollateralFlows] {
      var lower: [String: CollateralFlows] = [:]
      for (name, flows) in flows where name.hasPrefix("\(deal).") {
        lower[String(name.dropFirst(deal.count + 1))] = flows
      }
      return lower
    }
    return DealInputs(collateral: lower(collateral), series: series, reinvestment: lower(reinvestment))
  }
}

/// Why a run of a deal stopped: inputs that lack something, a formula without a value, a check that failed.
public struct DealRunError: Error, Equatable, Sendable, CustomStringConvertible {
  public let deal: String
  /// From 1; `nil` before the first.
  public let period: Int?
  /// The step's place in the document and its name; `nil` between steps.
  public let step: String?
  public let message: String

  public init(deal: String, period: Int?, step: String?, message: String) {
    self.deal = deal
    self.period = period
    self.step = step
    self.message = message
  }

  public var description: String {
    "\(deal)" + (period.map { ", period \($0)" } ?? "") + (step.map { ", \($0)" } ?? "") + ": \(message)"
  }
}
