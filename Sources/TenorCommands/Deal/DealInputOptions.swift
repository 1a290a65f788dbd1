import Collateral
import DataImports
import DatesAndConventions
import Ingestion
import Instruments
import Pricing
import RunRecords
import StructuredDeals

/// The options by which commands say what a deal's collateral is and how it pays.
enum DealInputOptions {
  static let options: [Command.Option] = [
    Command.Option(
      name: "collateral", value: "NAME=FILE",
      help: "flows of a collateral group by month, CSV; once for each group", repeats: true),
    Command.Option(
      name: "loans", value: "NAME=FILE",
      help: "loans of a collateral group, CSV or JSON, which are projected; once for each group",
      repeats: true),
    Command.Option(
      name: "reinvest", value: "NAME=FILE",
      help: "loans like those that a group buys, CSV or JSON; left out, it buys more of its own",
      repeats: true),
    Command.Option(
      name: "prepayment", value: "[NAME=]SPEED",
      help:
        "of a group or of all: '150 PSA', '8 CPR', '0x12, 8 CPR', a model's file, or a model of the market",
      repeats: true),
    Command.Option(
      name: "default", value: "[NAME=]SPEED",
      help: "of a group or of all: '2 CDR', '100 SDA', a model's file, or a model of the market",
      repeats: true),
    Command.Option(
      name: "severity", value: "[NAME=]PART",
      help: "what is lost of a balance in default: 40%, a model's file, or a model of the market",
      repeats: true),
    Command.Option(
      name: "lag", value: "MONTHS", help: "from default to liquidation, 0 to 120; 0 if left out"),
    Command.Option(name: "advances", value: nil, help: "the servicer advances for loans in default"),
    Command.Option(
      name: "balloons", value: nil,
      help: "loans may default until their last month; liquidation goes on after it"),
    Command.Option(
      name: "series", value: "NAME=N,N,...",
      help:
        "a rate or observation for each period, such as SOFR=4.3%,4.1%; the last goes on; or an index of the market, such as SOFR=USD-SOFR:3M",
      repeats: true),
    DealMarket.option,
    Command.Option(
      name: "currency", value: "CODE",
      help: "with a market: the deal's, USD if left out; a package has its own"),
    Command.Option(
      name: "mortgage-rate", value: "RATE",
      help: "for models without a market's economy: rate of new mortgages; 6.5% if left out"),
    Command.Option(
      name: "unemployment", value: "RATE",
      help: "for models without a market's economy: unemployment; 4.5% if left out"),
    Command.Option(
      name: "as-of", value: "DATE",
      help:
        "for models and rates of a market: cut-off date of the loans; a period before the first payment, or the market's date if left out; a package has its own"
    ),
  ]

  /// The deal of a file with its collateral and assumptions; the package where the file is one. `stored` is used instead of a file.
  static func input(_ arguments: Arguments, stored: DealDocument? = nil) throws -> DealInput {
    let path = arguments.positional[0]
    let file = ImportFile.name(path)
    let market = try arguments.value("market").map(DealMarket.init)
    var input: DealInput
    if let stored {
      input = try packaged(.success(stored), file, arguments, market)
    } else if try InputFile.refusing({ try DealImport().isPackage(try ByteSource(path: path), file: file) }) {
      let read = try InputFile.refusing { try DealImport().package(try ByteSource(path: path), file: file) }
      input = try packaged(read, file, arguments, market)
    } else {
      input = try plain(path, file, arguments, market)
    }
    try takeAssumptions(arguments, &input.projection, market)
    try takeMarket(arguments, &input)
    return input
  }

  private static func plain(
    _ path: String, _ file: String, _ arguments: Arguments, _ market: DealMarket?
  ) throws -> DealInput {
    let waterfall = try InputFile.refusing {
      try DealImport().waterfall(try ByteSource(path: path), file: file)
    }
    var projection = DealProjection(waterfall, loans: try loans(arguments, "loans"))
    projection.reinvestment = try loans(arguments, "reinvest")
    if let name = projection.reinvestment.keys.first(where: { projection.loans[$0] == nil }) {
      throw CommandError(.usage, "--reinvest '\(name)' has no --loans")
    }
    projection.flows = try collateral(arguments)
    if let name = projection.loans.keys.first(where: { projection.flows[$0] != nil }) {
      throw CommandError(.usage, "'\(name)' has both --collateral and --loans; give one")
    }
    if projection.loans.isEmpty,
      let name = ["prepayment", "default", "severity", "lag", "advances", "balloons"].first(
        where: arguments.has)
    {
      throw CommandError(.usage, "--\(name) is of loans; give them with --loans NAME=FILE")
    }
    let cutOff =
      try arguments.date("as-of") ?? waterfall.deal.firstPayment?.adding(
        months: -waterfall.deal.monthsPerPeriod)
      ?? market?.valuationDate
    var input = DealInput(
      projection: projection, package: nil, market: market,
      currency: try currency(arguments) ?? .usd, cutOff: cutOff)
    if arguments.has("delay") {
      input.delayDays = try arguments.integer("delay", default: 0, in: 0...120)
    }
    let series = try DealSeriesOptions(arguments)
    input.marketSeries = series.indices
    input.projection.series = series.numbers
    // Adjustable loans read the same rates, month by month.
    input.projection.indexRates = IndexRates(series.numbers)
    return input
  }

  /// A package brings its loans and assumptions; `--series` replaces its rates, month by month. Others come from the market where there
  /// is one, else they are as the package assumes.
  private static func packaged(
    _ read: Result<DealDocument, DealProblems>, _ file: String, _ arguments: Arguments, _ market: DealMarket?
  ) throws -> DealInput {
    if let option = ["collateral", "loans", "reinvest", "currency", "as-of"].first(
      where: arguments.has)
    {
      throw CommandError(
        .usage, "\(file) is a package with loans, cut-off and currency of its own; leave --\(option) out")
    }
    let package: DealPackage
    do throws(DealProblems) {
      package = try read.get().package
    } catch {
      throw CommandError(.rejectedInput, DealText.problems(error, file: file).joined(separator: "\n"))
    }
    let series = try DealSeriesOptions(arguments)
    var input = DealInput(
      projection: DealProjection(package, rates: series.numbers), package: package, market: market,
      currency: package.currency, cutOff: package.asOf)
    input.delayDays = package.delayDays
    if market != nil {
      input.marketSeries = package.series.filter { series.numbers[$0.key] == nil }
    }
    input.marketSeries.merge(series.indices) { $1 }
    return input
  }

  private static func currency(_ arguments: Arguments) throws(CommandError) -> Currency? {
    guard let text = arguments.value("currency") else { return nil }
    guard let currency = Currency(text) else {
      throw CommandError(.usage, "--currency '\(text)' is not a code of three letters, such as USD")
    }
    return currency
  }

  private static func loans(_ arguments: Arguments, _ option: String) throws -> [String: [PoolLoan]] {
    var loans: [String: [PoolLoan]] = [:]
    for text in arguments.all(option) {
      let (name, path) = try pair(text, option: option, form: "NAME=FILE")
      var group: [PoolLoan] = []
      let report = try InputFile.records(path) { (loan: PoolLoan) in group.append(loan) }
      if let rejection = report.rejections.first {
        throw CommandError(
          .rejectedInput,
          "\(rejection)" + (report.rejected > 1 ? " (and \(report.rejected - 1) more)" : ""))
      }
      guard !group.isEmpty else {
        throw CommandError(.rejectedInput, "\(ImportFile.name(path)): has no loans")
      }
      loans[name] = group
    }
    return loans
  }

  private static func takeAssumptions(
    _ arguments: Arguments, _ projection: inout DealProjection, _ market: DealMarket?
  ) throws {
    if projection.assumptions["*"] == nil { projection.assumptions["*"] = PoolAssumptions() }
    let lag = try arguments.has("lag") ? arguments.integer("lag", default: 0, in: 0...120) : nil
    for group in projection.assumptions.keys {
      if let lag { projection.assumptions[group]?.liquidationLag = lag }
      if arguments.has("advances") { projection.assumptions[group]?.servicerAdvances = true }
      if arguments.has("balloons") { projection.assumptions[group]?.defaultsEndBeforeMaturity = false }
    }
    let terms = projection.assumptions["*"] ?? PoolAssumptions()
    func change(_ option: String, _ take: (String, inout PoolAssumptions) throws -> Void) throws {
      // What holds for all groups comes first, so that it does not undo what is said of one.
      let texts = arguments.all(option).map { text -> (group: String, text: String) in
        let parts = text.split(separator: "=", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("*", text)
      }
      for (group, text) in texts.filter({ $0.group == "*" }) + texts.filter({ $0.group != "*" }) {
        guard group == "*" || projection.loans[group] != nil else {
          throw CommandError(.usage, "--\(option) '\(group)' has no --loans")
        }
        if group == "*" {
          for key in projection.assumptions.keys {
            try take(text, &projection.assumptions[key, default: terms])
          }
        } else {
          var own = projection.assumptions[group] ?? projection.assumptions["*"] ?? terms
          try take(text, &own)
          projection.assumptions[group] = own
        }
      }
    }
    let markets = market?.models ?? CollateralModels()
    var models = CollateralModels()
    try change("prepayment") { text, terms in
      if let model = try model(PrepaymentModel.self, text) {
        models.prepayment[model.name] = model
        terms.prepayment = .model(model.name)
      } else if markets.prepayment[text] != nil {
        terms.prepayment = .model(text)
      } else {
        terms.prepayment = .speed(
          try usage("prepayment", market, markets.prepayment.keys) { () throws(CollateralError) in
            try PrepaymentSpeed(text: text)
          })
      }
    }
    try change("default") { text, terms in
      if let model = try model(DefaultModel.self, text) {
        models.defaults[model.name] = model
        terms.defaults = .model(model.name)
      } else if markets.defaults[text] != nil {
        terms.defaults = .model(text)
      } else {
        terms.defaults = .speed(
          try usage("default", market, markets.defaults.keys) { () throws(CollateralError) in
            try DefaultSpeed(text: text)
          })
      }
    }
    try change("severity") { text, terms in
      if let model = try model(SeverityModel.self, text) {
        models.severity[model.name] = model
        terms.severity = .model(model.name)
      } else if markets.severity[text] != nil {
        terms.severity = .model(text)
      } else {
        terms.severity = try usage("severity", market, markets.severity.keys) {
          () throws(CollateralError) in
          try PoolAssumptions.Severity(text: text)
        }
      }
    }
    projection.models = models
  }

  /// A model's parameters where the text names a JSON file.
  private static func model<Model: CollateralModelParameters>(
    _ model: Model.Type, _ text: String
  ) throws -> Model? {
    guard text.hasSuffix(".json") else { return nil }
    return try InputFile.refusing {
      try CollateralModelImport().document(model, try ByteSource(path: text), file: ImportFile.name(text))
    }
  }

  /// What the market gives the deal; else models look at an economy of the options.
  private static func takeMarket(_ arguments: Arguments, _ input: inout DealInput) throws(CommandError) {
    let (usesModels, hasEconomy) = (input.usesModels, input.market?.hasEconomy ?? false)
    if usesModels, hasEconomy, let option = ["mortgage-rate", "unemployment"].first(where: arguments.has) {
      throw CommandError(.usage, "the market has an economy; leave --\(option) out")
    }
    if usesModels, !hasEconomy { input.projection.economy = try constantEconomy(arguments, input) }
    guard !input.marketSeries.isEmpty || usesModels && hasEconomy else { return }
    guard let market = input.market, let cutOff = input.cutOff else {
      let series = input.marketSeries.keys.sorted().joined(separator: ", ")
      throw CommandError(.usage, "--series \(series) is an index of a market: --market PATH")
    }
    var asked = input.projection
    // A market without an economy gives rates alone.
    if !hasEconomy { asked.assumptions = [:] }
    let needs = DealMarketNeeds(
      asked, currency: input.currency, asOf: cutOff,
      firstPayment: asked.waterfall.deal.firstPayment(after: cutOff), delayDays: input.delayDays,
      series: input.marketSeries)
    input.needs = needs
    input.projection.take(try market.terms(needs))
  }

  private static func constantEconomy(
    _ arguments: Arguments, _ input: DealInput
  ) throws(CommandError) -> CollateralEconomy {
    guard let cutOff = input.cutOff else {
      throw CommandError(
        .usage,
        "models need the cut-off date of the loans, as the deal has no first_payment: --as-of YYYY-MM-DD")
    }
    let mortgageRate = try arguments.rate("mortgage-rate") ?? 0.065
    let unemployment = try arguments.rate("unemployment") ?? 0.045
    return CollateralEconomy(
      firstMonth: YearMonth(cutOff).adding(months: 1), mortgageRates: MonthSeries([mortgageRate]),
      unemployment: MonthSeries([unemployment]))
  }

  /// Turns a text that is no assumption into wrong usage. `market` tells what other names it has.
  static func usage<Value>(
    _ option: String, _ market: DealMarket?, _ names: some Sequence<String>,
    _ body: () throws(CollateralError) -> Value
  ) throws(CommandError) -> Value {
    do throws(CollateralError) {
      return try body()
    } catch {
      guard market != nil else { throw CommandError(.usage, "--\(option) \(error.message)") }
      let models = names.sorted().joined(separator: ", ")
      throw CommandError(
        .usage,
        "--\(option) \(error.message); the market has "
          + (models.isEmpty ? "no model of \(option)" : "the models \(models)"))
    }
  }

  private static func collateral(_ arguments: Arguments) throws -> [String: CollateralFlows] {
    var flows: [String: CollateralFlows] = [:]
    for text in arguments.all("collateral") {
      let (name, path) = try pair(text, option: "collateral", form: "NAME=FILE")
      flows[name] = try InputFile.refusing {
        try CollateralImport().csv(try ByteSource(path: path), file: ImportFile.name(path))
      }
    }
    return flows
  }

  /// Numbers or percentages between commas.
  static func numbers(_ list: String, option: String) throws(CommandError) -> [Double] {
    var values: [Double] = []
    for word in list.split(separator: ",", omittingEmptySubsequences: false) {
      let isPercent = word.hasSuffix("%")
      guard let number = Arguments.decimal(String(isPercent ? word.dropLast() : word)) else {
        throw CommandError(.usage, "--\(option): '\(word)' is not a number; write 4.3% or 0.043")
      }
      values.append(isPercent ? number / 100 : number)
    }
    return values
  }

  static func pair(
    _ text: String, option: String, form: String
  ) throws(CommandError) -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { throw CommandError(.usage, "--\(option) '\(text)' is not \(form)") }
    return (String(parts[0]), String(parts[1]))
  }
}

extension DealInputOptions {
  /// Turns a deal that cannot be run into exit code 3.
  static func refusing<Value>(_ body: () throws(DealRunError) -> Value) throws(CommandError) -> Value {
    do throws(DealRunError) {
      return try body()
    } catch {
      throw CommandError(.rejectedInput, error.description)
    }
  }
}

extension Deal {
  /// The first of the deal's payments after a day; a period after that day where the deal has no payment's day.
  fileprivate func firstPayment(after day: CivilDate) -> CivilDate {
    guard let firstPayment else { return day.adding(months: monthsPerPeriod) }
    var months = 0
    while firstPayment.adding(months: months) <= day { months += monthsPerPeriod }
    return firstPayment.adding(months: months)
  }
}
