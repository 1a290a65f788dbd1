import Collateral
import DataImports
import Ingestion
import JSONDocuments
import MarketData
import StructuredDeals

extension Command {
  static let dealTable = Command(
    path: ["deal", "table"], summary: "Yield, life, window and loss of a bond by price and speeds",
    arguments: ["FILE"],
    options: DealInputOptions.options + [
      Option(name: "bond", value: "NAME", help: "the bond or exchangeable class"),
      Option(name: "prices", value: "N,N,...", help: "clean prices per 100; 100 if left out"),
      Option(name: "cpr", value: "N,N,...", help: "speeds of prepayment of the table, percent a year"),
      Option(name: "psa", value: "N,N,...", help: "the same in percent of PSA"),
      Option(name: "cdr", value: "N,N,...", help: "speeds of default of the table, percent a year"),
      Option(
        name: "severities", value: "N,N,...", help: "losses of balances in default of the table, percent"),
      Option(
        name: "delay", value: "DAYS",
        help: "from the end of a period to its payment, 0 to 120; a package's, else 0, if left out"),
      Option(
        name: "settle", value: "DAYS", help: "from the cut-off date to settlement, 0 to 29; 0 if left out"),
      Option(name: "index", value: "NAME", help: "a floater's series, for the discount margin"),
      Option(
        name: "curve", value: "ID",
        help: "of the market's curves, for spreads over it; that which discounts the currency if left out"),
      Option(name: "tiers", value: "FILE", help: "spreads by tier and life, CSV, to take a spread apart"),
      Option(name: "tier", value: "NAME", help: "the bond's tier, such as AAA; a package's if left out"),
      Option(name: "break-even", value: nil, help: "the highest CDR without loss of principal"),
      Option(name: "break-even-yield", value: "RATE", help: "the highest CDR that still yields this much"),
      Option(name: "csv", value: nil, help: "print a row per combination and price as CSV"),
    ],
    example:
      "tenor deal table Samples/deals/senior-sub-rmbs.json --loans pool=Samples/deals/loans/senior-sub-rmbs.csv --bond M "
      + "--prices 95,100 --cpr 6,12 --cdr 1,3 --severity 40% --lag 12 --break-even",
    notes: "docs/models/static-analytics.md says what each column is.",
    run: { arguments, console in
      let request = try DealTableRequest(arguments)
      let grid = try DealInputOptions.refusing { () throws(DealRunError) in
        try SpeedGrid(
          request.projection, bond: request.bond, settlement: request.settlement,
          prepayment: request.prepayment, defaults: request.defaults, severity: request.severity)
      }
      if arguments.has("csv") {
        for line in DealTableText.csv(grid, request) { console.print(line) }
      } else {
        for line in DealTableText.table(grid, request) { console.print(line) }
      }
      for line in try breakEvens(arguments, request) {
        // A table for programs stays a table.
        if arguments.has("csv") { console.note(line) } else { console.print(line) }
      }
      request.input.printSources(arguments, console, replaced: request.replaced)
      return .success
    })

  private static func breakEvens(
    _ arguments: Arguments, _ request: DealTableRequest
  ) throws -> [String] {
    var lines: [String] = []
    func add(_ limit: BreakEven.Limit, _ title: String) throws(CommandError) {
      let found = try DealInputOptions.refusing { () throws(DealRunError) in
        try BreakEven(request.projection, bond: request.bond, limit: limit, settlement: request.settlement)
      }
      lines.append(DealTableText.text(found, title))
    }
    if arguments.has("break-even") { try add(.principalLoss, "without loss of principal") }
    if let yield = try arguments.rate("break-even-yield") {
      for price in request.prices {
        try add(
          .yield(below: yield, price: price),
          "with a yield of \(NumberText.percent(yield, decimals: 3)) at \(JSONNumber.text(price))")
      }
    }
    return lines
  }
}

/// What a table of a bond is asked for.
struct DealTableRequest {
  let input: DealInput
  let bond: String
  let prices: [Double]
  let settlement: BondSettlement
  let prepayment: [PrepaymentSpeed]
  let defaults: [DefaultSpeed]
  let severity: [Double]
  /// The floater's index by period.
  let index: [Double]?
  let curve: ZeroCurve?
  /// Of the curve; empty without one.
  let curveID: String
  let tier: (name: String, tiers: SpreadTiers)?

  init(_ arguments: Arguments) throws {
    bond = try arguments.required("bond")
    input = try DealInputOptions.input(arguments)
    let (projection, package) = (input.projection, input.package)
    prices = try arguments.value("prices").map { try DealInputOptions.numbers($0, option: "prices") } ?? [100]
    guard prices.allSatisfy({ $0 > 0 && $0 < 1e6 }) else {
      throw CommandError(.usage, "--prices are per 100, above 0: 98.5,100")
    }
    settlement = BondSettlement(
      delayDays: try arguments.integer("delay", default: package?.delayDays ?? 0, in: 0...120),
      days: try arguments.integer("settle", default: 0, in: 0...29))
    func percents(_ option: String, most: Double) throws -> [Double] {
      guard let list = arguments.value(option) else { return [] }
      let words = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return try words.map { word in
        let number = word.hasSuffix("%") ? String(word.dropLast()) : word
        guard let part = Double("\(number)e-2"), (0...most).contains(part) else {
          throw CommandError(
            .usage, "--\(option): '\(word)' is not a percentage between 0 and \(Int(most * 100)); write 6,12")
        }
        return part
      }
    }
    guard !arguments.has("cpr") || !arguments.has("psa") else {
      throw CommandError(.usage, "give --cpr or --psa, not both")
    }
    prepayment = try percents("cpr", most: 1).map { .cpr($0) } + percents("psa", most: 100).map { .psa($0) }
    defaults = try percents("cdr", most: 1).map { .cdr($0) }
    severity = try percents("severities", most: 1)
    if projection.loans.isEmpty,
      let option = ["cpr", "psa", "cdr", "severities", "break-even", "break-even-yield"].first(
        where: arguments.has)
    {
      throw CommandError(.usage, "--\(option) moves loans; give them with --loans NAME=FILE")
    }
    index = try arguments.value("index").map { name in
      guard let series = projection.series[name] else {
        throw CommandError(.usage, "--index '\(name)' has no --series \(name)=N,N,...")
      }
      return series
    }
    (curveID, curve) = try DealTableRequest.curve(arguments, input)
    switch (arguments.value("tier") ?? package?.bonds[bond]?.tier, arguments.value("tiers")) {
    case (_, nil) where !arguments.has("tier"): tier = nil
    case (let name?, let path?):
      guard curve != nil else { throw CommandError(.usage, "--tier needs --market") }
      let tiers = try InputFile.refusing {
        try SpreadTierImport().csv(try ByteSource(path: path), file: ImportFile.name(path))
      }
      guard tiers.tiers.contains(name) else {
        throw CommandError(
          .usage,
          "--tier '\(name)' is not in \(ImportFile.name(path)); there are \(tiers.tiers.joined(separator: ", "))"
        )
      }
      tier = (name, tiers)
    case (nil, _), (_, nil): throw CommandError(.usage, "--tier and --tiers go together")
    }
  }

  var projection: DealProjection { input.projection }

  /// What the table's speeds put in the place of the pools' own.
  var replaced: Set<DealInput.Assumption> {
    var replaced: Set<DealInput.Assumption> = []
    if !prepayment.isEmpty { replaced.insert(.prepayment) }
    if !defaults.isEmpty { replaced.insert(.defaults) }
    if !severity.isEmpty { replaced.insert(.severity) }
    return replaced
  }

  private static func curve(
    _ arguments: Arguments, _ input: DealInput
  ) throws(CommandError) -> (id: String, curve: ZeroCurve?) {
    guard let market = input.market else {
      if arguments.has("curve") { throw CommandError(.usage, "--curve is of a market: --market PATH") }
      return ("", nil)
    }
    let id: String
    if let named = arguments.value("curve") {
      id = named
    } else {
      id = try market.discountCurve(input.currency)
    }
    guard let curve = market.curves[id] else {
      throw CommandError(
        .usage,
        "--curve '\(id)' is not in the market; there are \(market.curves.keys.sorted().joined(separator: ", "))"
      )
    }
    return (id, curve)
  }
}
