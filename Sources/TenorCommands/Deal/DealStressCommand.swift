import Collateral
import DatesAndConventions
import MarketData
import Pricing
import StructuredDeals

extension Command {
  static let dealStress = Command(
    path: ["deal", "stress"], summary: "Losses of a deal's pools and bonds on courses of the economy",
    arguments: ["FILE"],
    options: DealInputOptions.options + [
      Option(
        name: "scenarios", value: "FILE",
        help: "a scenario set whose scenarios have an economy, such as Samples/scenario-sets/fed-2026.json"),
      Option(
        name: "reverse", value: "BOND",
        help: "find how far on the way from the first to the last scenario this bond breaks"),
      Option(
        name: "break", value: "EVENT", help: "what breaks it: LOSS (usual), LOSS_10, MISSED_INTEREST"),
      Option(name: "furthest", value: "N", help: "times the way, 1 to 20; 3 if left out"),
      Option(name: "csv", value: nil, help: "print a row per scenario and bond as CSV"),
    ],
    example:
      "tenor deal stress Samples/deals/senior-sub-rmbs.json --loans pool=Samples/deals/loans/senior-sub-rmbs.csv "
      + "--prepayment '8 CPR' --default Samples/collateral-models/default-hazard.json "
      + "--severity Samples/collateral-models/severity-house-prices.json --lag 12 --as-of 2025-12-31 "
      + "--scenarios Samples/scenario-sets/fed-2026.json --reverse B1",
    notes: "docs/models/static-analytics.md says what is stressed, and how the reverse stress searches.",
    run: { arguments, console in
      let input = try DealInputOptions.input(arguments)
      try DealStress.check(input)
      let courses = try DealStress.courses(arguments, input)
      var outcomes: [(name: String, deal: ProjectedDeal)] = []
      for course in courses {
        let deal = try DealInputOptions.refusing { () throws(DealRunError) in
          try course.projection.run(under: course.economy)
        }
        outcomes.append((course.name, deal))
      }
      let lines =
        arguments.has("csv")
        ? DealStress.csv(outcomes) : DealStress.table(outcomes, input.projection.waterfall.deal)
      for line in lines { console.print(line) }
      if let bond = arguments.value("reverse") {
        let text = try DealStress.reverse(arguments, bond, courses)
        if arguments.has("csv") { console.note(text) } else { console.print(text) }
      }
      input.printSources(arguments, console)
      return .success
    })
}

/// What `deal stress` prints.
private enum DealStress {
  enum Event: String, CaseIterable {
    case loss = "LOSS"
    case tenth = "LOSS_10"
    case missedInterest = "MISSED_INTEREST"

    var event: ReverseStress.Event {
      switch self {
      case .loss: .loss(above: 0)
      case .tenth: .loss(above: 0.1)
      case .missedInterest: .missedInterest
      }
    }
  }

  /// Courses begin at the market's date, and loans at their cut-off date: they are one month, or paths would be shifted.
  static func check(_ input: DealInput) throws(CommandError) {
    guard let market = input.market, let cutOff = input.cutOff, input.projection.economy != nil,
      YearMonth(cutOff) != YearMonth(market.valuationDate)
    else { return }
    throw CommandError(
      .rejectedInput,
      "the loans are as of \(cutOff) and the market of \(market.valuationDate); courses begin where both are: give a market of that month"
    )
  }

  /// What a scenario makes of the deal.
  struct Course {
    let name: String
    let economy: EconomyScenario
    /// On the market's rates as the scenario shifts them.
    let projection: DealProjection
  }

  /// In the order of the file.
  static func courses(_ arguments: Arguments, _ input: DealInput) throws -> [Course] {
    let path = try arguments.required("scenarios")
    let scenarios = try InputFile.scenarios(path)
    if let problem = Scenario.problems(of: scenarios).first {
      throw CommandError(.rejectedInput, "\(path), \(problem)")
    }
    var projections = scenarios.map { _ in input.projection }
    if let market = input.market, let needs = input.needs {
      for (number, terms) in try market.terms(needs, shiftedBy: scenarios).enumerated() {
        projections[number].take(terms)
      }
    }
    let shiftsRates = input.needs != nil && scenarios.contains { $0.shifts.contains(where: \.isOfRates) }
    guard shiftsRates || scenarios.contains(where: { $0.economy != nil }) else {
      throw CommandError(.rejectedInput, "\(path): no scenario has an economy")
    }
    return zip(scenarios, projections).map { scenario, projection in
      Course(name: scenario.id, economy: scenario.economy ?? EconomyScenario(), projection: projection)
    }
  }

  static func table(_ outcomes: [(name: String, deal: ProjectedDeal)], _ deal: Deal) -> [String] {
    var table = TextTable([
      ("scenario", .left), ("bond", .left), ("balance", .right), ("interest", .right), ("principal", .right),
      ("loss", .right), ("loss, %", .right), ("interest unpaid", .right), ("WAL", .right),
    ])
    var lines = ["\(deal.name): losses by scenario", ""]
    for (name, outcome) in outcomes {
      lines.append("  \(name): pool loss \(NumberText.percent(outcome.poolLoss, decimals: 2))")
      for bond in outcome.run.bonds {
        let loss = bond.principalLoss
        let balance = bond.openingBalance.first ?? 0
        table.append([
          name, bond.name, NumberText.grouped(balance), NumberText.grouped(bond.interest.reduce(0, +)),
          NumberText.grouped(bond.principal.reduce(0, +)), NumberText.grouped(loss),
          balance > 0 ? NumberText.percent(loss / balance, decimals: 2) : "-",
          NumberText.grouped(bond.shortfall.last ?? 0),
          bond.weightedAverageLife(monthsPerPeriod: outcome.run.monthsPerPeriod)
            .map { NumberText.fixed($0, decimals: 2) } ?? "-",
        ])
      }
    }
    return lines + [""] + table.lines
  }

  static func csv(_ outcomes: [(name: String, deal: ProjectedDeal)]) -> [String] {
    var lines = ["scenario,bond,balance,interest,principal,loss,interest_unpaid,pool_loss"]
    for (name, outcome) in outcomes {
      for bond in outcome.run.bonds {
        let numbers = [
          bond.openingBalance.first ?? 0, bond.interest.reduce(0, +), bond.principal.reduce(0, +),
          bond.principalLoss, bond.shortfall.last ?? 0, outcome.poolLoss,
        ]
        lines.append("\(name),\(bond.name),\(numbers.map { "\($0)" }.joined(separator: ","))")
      }
    }
    return lines
  }

  static func reverse(
    _ arguments: Arguments, _ bond: String, _ courses: [Course]
  ) throws -> String {
    guard let first = courses.first, let last = courses.last, courses.count > 1 else {
      throw CommandError(
        .usage, "--reverse goes from the first to the last scenario; give a set of two or more")
    }
    let event = try arguments.choice("break", default: Event.loss)
    let furthest = try arguments.number("furthest") ?? 3
    guard (1...20).contains(furthest) else {
      throw CommandError(.usage, "--furthest \(furthest) is not between 1 and 20")
    }
    let found = try DealInputOptions.refusing { () throws(DealRunError) in
      try ReverseStress(
        first.projection, bond: bond, event: event.event, from: first.economy, to: last.economy,
        shifted: last.projection, furthest: furthest)
    }
    let way = "of the way from \(first.name) to \(last.name)"
    let state = "pool loss \(NumberText.percent(found.poolLoss, decimals: 2))" + course(found.scenario)
    var text: String
    switch found.outcome {
    case .found:
      text =
        "\(bond) stands \(NumberText.percent(found.part, decimals: 2)) \(way) (\(event.rawValue)): \(state)"
    case .brokenAtLowest: text = "\(bond) breaks in \(first.name) already (\(event.rawValue)): \(state)"
    case .standsHighest:
      text =
        "\(bond) stands \(NumberText.percent(found.part, decimals: 0)) \(way) (\(event.rawValue)): \(state)"
    }
    if !found.isMonotone {
      text += "; it stands again on a worse course"
    }
    return text
  }

  private static func course(_ scenario: EconomyScenario) -> String {
    var text = ""
    if let prices = scenario.housePrices, let first = prices.first, let least = prices.min() {
      text += ", house prices at least \(NumberText.percent(least / first - 1))"
    }
    if let most = scenario.unemployment?.max() {
      text += ", unemployment at most \(NumberText.percent(most))"
    }
    return text
  }
}
