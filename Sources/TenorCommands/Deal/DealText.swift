import DatesAndConventions
import JSONDocuments
import RunReports
import StructuredDeals

/// A run of a deal for people.
enum DealText {
  /// A line per problem, a hundred at most.
  static func problems(_ problems: DealProblems, file: String) -> [String] {
    let all = problems.problems
    return all.prefix(100).map { "\(file), \($0)" }
      + (all.count > 100 ? ["\(file): and \(all.count - 100) more"] : [])
  }

  /// A row per bond, then fees, accounts and triggers.
  static func summary(_ run: DealRun, _ deal: Deal) -> [String] {
    var lines = [
      "\(run.name): \(run.periods) periods of \(run.monthsPerPeriod) month\(run.monthsPerPeriod == 1 ? "" : "s")",
      "",
    ]
    var bonds = TextTable([
      ("bond", .left), ("balance", .right), ("interest", .right), ("accreted", .right), ("principal", .right),
      ("residual", .right), ("written down", .right), ("left", .right), ("interest unpaid", .right),
      ("WAL", .right),
      ("principal in", .left),
    ])
    for bond in run.bonds + deal.exchangeable.map({ run.flows(of: $0) }) { bonds.append(row(bond, run)) }
    lines += bonds.lines
    var others = TextTable([("", .left), ("paid", .right), ("left", .right)])
    for fee in run.fees {
      others.append([
        "fee \(fee.name)", NumberText.grouped(fee.paid.reduce(0, +)),
        NumberText.grouped((fee.due.last ?? 0) - (fee.paid.last ?? 0)),
      ])
    }
    for swap in run.swaps {
      others.append(["swap \(swap.name)", NumberText.grouped(-swap.settled.reduce(0, +)), ""])
    }
    for facility in run.facilities {
      others.append([
        "facility \(facility.name)",
        NumberText.grouped(
          (facility.interestPaid + facility.repaid).reduce(0, +) - facility.drawn.reduce(0, +)),
        NumberText.grouped(facility.balance.last ?? 0),
      ])
    }
    for account in run.accounts {
      others.append(["account \(account.name)", "", NumberText.grouped(account.balance.last ?? 0)])
    }
    lines += [""] + others.lines
    for trigger in run.triggers {
      let tripped = trigger.isTripped.indices.filter { trigger.isTripped[$0] }
      let text =
        tripped.isEmpty ? "never tripped" : "tripped in \(tripped.count) periods, first in \(tripped[0] + 1)"
      lines.append("  trigger \(trigger.name): \(text)")
    }
    return lines
  }

  private static func row(_ bond: BondFlows, _ run: DealRun) -> [String] {
    func total(_ column: [Double]) -> String { NumberText.grouped(column.reduce(0, +)) }
    let window = bond.firstPrincipalPeriod.flatMap { first in
      bond.lastPrincipalPeriod.map { "\(first)-\($0)" }
    }
    return [
      bond.name, NumberText.grouped(bond.openingBalance.first ?? 0), total(bond.interest),
      total(bond.accretion),
      total(bond.principal), total(bond.residual),
      NumberText.grouped(bond.writtenDown.reduce(0, +) - bond.writtenUp.reduce(0, +)),
      NumberText.grouped(bond.balance.last ?? 0), NumberText.grouped(bond.shortfall.last ?? 0),
      bond.weightedAverageLife(monthsPerPeriod: run.monthsPerPeriod).map { NumberText.fixed($0, decimals: 2) }
        ?? "-",
      window ?? "-",
    ]
  }

  /// A row per period and bond.
  static func csv(_ run: DealRun) -> [String] {
    var lines = [
      "period,date,bond,opening_balance,rate,interest_due,interest,accretion,principal,residual,written_down,written_up,"
        + "balance,shortfall"
    ]
    for period in 0..<run.periods {
      let date = run.dates.isEmpty ? "" : run.dates[period].description
      for bond in run.bonds {
        let amounts = [
          bond.openingBalance, bond.rate, bond.interestDue, bond.interest, bond.accretion, bond.principal,
          bond.residual, bond.writtenDown, bond.writtenUp, bond.balance, bond.shortfall,
        ]
        let cells = ["\(period + 1)", date, bond.name] + amounts.map { JSONNumber.text($0[period]) }
        lines.append(cells.joined(separator: ","))
      }
    }
    return lines
  }

  /// The log of a period, from 1: a line per step, with its reasons and what each party got below it.
  static func explanation(_ run: DealRun, period: Int) -> [String] {
    let explanation = run.explanations[period - 1]
    let date = run.dates.isEmpty ? "" : ", \(run.dates[period - 1])"
    var lines = ["\(run.name), period \(period)\(date)"]
    for account in explanation.opening {
      lines.append("  \(account.account) holds \(money(account.cash)) when the period opens")
    }
    lines += explanation.tests.map { "  \(text($0))" }
    for step in explanation.steps {
      lines += ["", "\(step.path) \(step.title)" + (step.isTaken ? "" : ": not taken")]
      for reason in step.reasons { lines.append("  \(text(reason))") }
      lines += step.tests.map { "  \(text($0))" }
      guard step.isTaken else { continue }
      for entry in step.entries {
        let unpaid = abs(entry.unpaid) < 0.005 ? "" : ", \(money(entry.unpaid)) not"
        lines.append("  \(entry.to): \(money(entry.due)) due, \(money(entry.paid)) paid\(unpaid)")
      }
      if let account = step.account {
        lines.append("  \(account): \(money(step.cashBefore)) before, \(money(step.cashAfter)) after")
      }
    }
    return lines
  }

  private static func money(_ amount: Double) -> String { NumberText.grouped(amount, decimals: 2) }

  private static func text(_ reason: FormulaReason) -> String {
    let names = reason.names.map { "\($0.name) = \(number($0.value))" }.joined(separator: ", ")
    return "\(reason.formula) is \(number(reason.value))" + (names.isEmpty ? "" : ", as \(names)")
  }

  private static func text(_ test: TriggerTest) -> String {
    "trigger \(test.trigger) is \(test.isTripped ? "tripped" : "not tripped"): \(text(test.reason))"
  }

  /// Amounts to cents, rates and ratios to six places.
  private static func number(_ value: Double) -> String {
    abs(value) >= 1_000 ? money(value) : JSONNumber.text((value * 1e6).rounded() / 1e6)
  }
}
