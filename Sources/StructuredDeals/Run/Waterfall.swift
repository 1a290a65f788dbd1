public import Collateral
import DatesAndConventions

/// A deal that is checked and ready to run: the interpreter of its waterfall.
///
/// In each period collateral cash comes into accounts, interest and fees fall due, triggers are tested, and the steps are
/// taken in order. Cash, balances and overcollateralisation are checked after every step of every run.
public struct Waterfall: Sendable {
  public let deal: Deal
  private let bound: BoundDeal
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
    let periods = collections.map(\.count).max() ?? 0
    let series = try series(inputs)
    var state = DealState(bound, deal, opening: collections.map { $0.first?.openingBalance ?? 0 })
    var run = DealRun(deal: deal, bound: bound, periods: periods, underlying: lower)
    for period in 0..<periods {
      let number = period + 1
      let date = deal.firstPayment.map { $0.adding(months: period * deal.monthsPerPeriod) }
      let before = deal.firstPayment.map { $0.adding(months: (period - 1) * deal.monthsPerPeriod) }
      try state.open(
        DealState.Period(
          number: number, date: date, months: deal.monthsPerPeriod,
          days: date.flatMap { date in before.map { date - $0 } } ?? 0),
        collections: collections.map { period < $0.count ? $0[period] : nil },
        series: series.map { $0[min(period, $0.count - 1)] }, isExplained: isExplained)
      for step in bound.steps.indices { try state.take(step) }
      try state.close()
      run.append(state)
    }
    return run
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

/// What a run takes besides the deal.
public struct DealInputs: Sendable {
  /// By the group's name; groups of an underlying deal `X` are named `X.group`.
  public var collateral: [String: CollateralFlows]
  /// Rates and observations by name, one a period; the last goes on.
  public var series: [String: [Double]]

  public init(collateral: [String: CollateralFlows], series: [String: [Double]] = [:]) {
    self.collateral = collateral
    self.series = series
  }

  /// Those of an underlying deal.
  func under(_ deal: String) -> DealInputs {
    var lower: [String: CollateralFlows] = [:]
    for (name, flows) in collateral where name.hasPrefix("\(deal).") {
      lower[String(name.dropFirst(deal.count + 1))] = flows
    }
    return DealInputs(collateral: lower, series: series)
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
