import Collateral
import DataImports
import DatesAndConventions
import Ingestion
import Instruments
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
      help: "of a group or of all: '150 PSA', '8 CPR', '0x12, 8 CPR', or a model's file", repeats: true),
    Command.Option(
      name: "default", value: "[NAME=]SPEED",
      help: "of a group or of all: '2 CDR', '100 SDA', or a model's file",
      repeats: true),
    Command.Option(
      name: "severity", value: "[NAME=]PART",
      help: "what is lost of a balance in default: 40%, or a model's file", repeats: true),
    Command.Option(
      name: "lag", value: "MONTHS", help: "from default to liquidation, 0 to 120; 0 if left out"),
    Command.Option(name: "advances", value: nil, help: "the servicer advances for loans in default"),
    Command.Option(
      name: "balloons", value: nil,
      help: "loans may default until their last month; liquidation goes on after it"),
    Command.Option(
      name: "series", value: "NAME=N,N,...",
      help: "a rate or observation for each period, such as SOFR=4.3%,4.1%; the last goes on", repeats: true),
    Command.Option(
      name: "mortgage-rate", value: "RATE", help: "for models: rate of new mortgages; 6.5% if left out"),
    Command.Option(name: "unemployment", value: "RATE", help: "for models: unemployment; 4.5% if left out"),
    Command.Option(
      name: "as-of", value: "DATE",
      help:
        "for models: cut-off date of the loans; a package's, or the month before the first payment, if left out"
    ),
  ]

  /// The deal of a file with its collateral and assumptions; the package where the file is one. `stored` is used instead of a file.
  static func input(
    _ arguments: Arguments, stored: DealDocument? = nil
  ) throws -> (projection: DealProjection, package: DealPackage?) {
    let path = arguments.positional[0]
    let file = ImportFile.name(path)
    var projection: DealProjection
    var package: DealPackage?
    if let stored {
      (projection, package) = try packaged(.success(stored), file, arguments)
    } else if try InputFile.refusing({ try DealImport().isPackage(try ByteSource(path: path), file: file) }) {
      let read = try InputFile.refusing { try DealImport().package(try ByteSource(path: path), file: file) }
      (projection, package) = try packaged(read, file, arguments)
    } else {
      projection = try plain(path, file, arguments)
    }
    try takeAssumptions(arguments, &projection)
    if projection.assumptions.values.contains(where: \.usesModels) {
      projection.economy = try economy(arguments, projection.waterfall.deal, package)
    }
    return (projection, package)
  }

  private static func plain(
    _ path: String, _ file: String, _ arguments: Arguments
  ) throws -> DealProjection {
    let waterfall = try InputFile.refusing {
      try DealImport().waterfall(try ByteSource(path: path), file: file)
    }
    var projection = DealProjection(waterfall, loans: try loans(arguments, "loans"))
    projection.reinvestment = try loans(arguments, "reinvest")
    if let name = projection.reinvestment.keys.first(where: { projection.loans[$0] == nil }) {
      throw CommandError(.usage, "--reinvest '\(name)' has no --loans")
    }
    projection.flows = try collateral(arguments)
    projection.series = try series(arguments)
    // Adjustable loans read the same rates, month by month.
    projection.indexRates = IndexRates(projection.series)
    if let name = projection.loans.keys.first(where: { projection.flows[$0] != nil }) {
      throw CommandError(.usage, "'\(name)' has both --collateral and --loans; give one")
    }
    if projection.loans.isEmpty,
      let name = ["prepayment", "default", "severity", "lag", "advances", "balloons"].first(
        where: arguments.has)
    {
      throw CommandError(.usage, "--\(name) is of loans; give them with --loans NAME=FILE")
    }
    return projection
  }

  /// A package brings its loans and assumptions; `--series` replaces its assumed rates, month by month.
  private static func packaged(
    _ read: Result<DealDocument, DealProblems>, _ file: String, _ arguments: Arguments
  ) throws -> (DealProjection, DealPackage?) {
    if let option = ["collateral", "loans", "reinvest"].first(where: arguments.has) {
      throw CommandError(.usage, "\(file) is a package with loans of its own; leave --\(option) out")
    }
    do {
      let package = try read.get().package
      return (DealProjection(package, rates: try series(arguments)), package)
    } catch let error as DealProblems {
      throw CommandError(.rejectedInput, DealText.problems(error, file: file).joined(separator: "\n"))
    }
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

  private static func takeAssumptions(_ arguments: Arguments, _ projection: inout DealProjection) throws {
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
    var models = CollateralModels()
    try change("prepayment") { text, terms in
      if let model = try model(PrepaymentModel.self, text) {
        models.prepayment[model.name] = model
        terms.prepayment = .model(model.name)
      } else {
        terms.prepayment = .speed(
          try usage("prepayment") { () throws(CollateralError) in try PrepaymentSpeed(text: text) })
      }
    }
    try change("default") { text, terms in
      if let model = try model(DefaultModel.self, text) {
        models.defaults[model.name] = model
        terms.defaults = .model(model.name)
      } else {
        terms.defaults = .speed(
          try usage("default") { () throws(CollateralError) in try DefaultSpeed(text: text) })
      }
    }
    try change("severity") { text, terms in
      if let model = try model(SeverityModel.self, text) {
        models.severity[model.name] = model
        terms.severity = .model(model.name)
      } else {
        terms.severity = try usage("severity") { () throws(CollateralError) in
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

  private static func economy(
    _ arguments: Arguments, _ deal: Deal, _ package: DealPackage?
  ) throws(CommandError) -> CollateralEconomy {
    let mortgageRate = try arguments.rate("mortgage-rate") ?? 0.065
    let unemployment = try arguments.rate("unemployment") ?? 0.045
    let firstMonth: YearMonth
    if let asOf = try arguments.date("as-of") ?? package?.asOf {
      firstMonth = YearMonth(asOf).adding(months: 1)
    } else if let payment = deal.firstPayment {
      firstMonth = YearMonth(payment)
    } else {
      throw CommandError(
        .usage,
        "models need the cut-off date of the loans, as the deal has no first_payment: --as-of YYYY-MM-DD")
    }
    return CollateralEconomy(
      firstMonth: firstMonth, mortgageRates: MonthSeries([mortgageRate]),
      unemployment: MonthSeries([unemployment]))
  }

  static func usage<Value>(
    _ option: String, _ body: () throws(CollateralError) -> Value
  ) throws(CommandError) -> Value {
    do throws(CollateralError) {
      return try body()
    } catch {
      throw CommandError(.usage, "--\(option) \(error.message)")
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

  private static func series(_ arguments: Arguments) throws(CommandError) -> [String: [Double]] {
    var series: [String: [Double]] = [:]
    for text in arguments.all("series") {
      let (name, list) = try pair(text, option: "series", form: "NAME=N,N,...")
      series[name] = try numbers(list, option: "series \(name)")
    }
    return series
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

  private static func pair(
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
