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
  let underlying: [(name: String, waterfall: Waterfall)]

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

  /// The same with no part in common: threads that count references to the same parts wait for each other.
  package var unshared: Waterfall { (try? Waterfall(deal)) ?? self }

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
    let groups = zip(collections, try templates(inputs, collections)).map {
      GroupFlows<Double>(
        periods: PeriodFlows($0), template: PeriodFlows($1), canPurchase: !$1.isEmpty)
    }
    let periods = collections.map(\.count).max() ?? 0
    var run = DealRun(deal: deal, bound: bound, periods: periods, underlying: lower)
    run.periods = try course(of: groups, series: series(inputs), isExplained: isExplained, checksSteps: true)
    {
      run.append($0)
    }
    return run
  }

  /// How purchases of each group run off; empty where there is nothing to buy.
  private func templates(
    _ inputs: DealInputs, _ collections: [[Collections<Double>]]
  ) throws(DealRunError) -> [[Collections<Double>]] {
    var templates: [[Collections<Double>]] = []
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
  ) throws(DealRunError) -> [[Collections<Double>]] {
    var all: [[Collections<Double>]] = []
    for group in deal.collateral {
      if let bonds = group.bonds {
        all.append(
          Collections.periods(
            of: bonds.compactMap { holding in
              lower[holding.deal]?.bond(holding.bond).map { bond in
                (share: holding.share, periods: bond.balance.indices.map { bond.bond($0) })
              }
            }))
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
