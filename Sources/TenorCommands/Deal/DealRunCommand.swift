import Collateral
import DataImports
import Ingestion
import StructuredDeals

extension Command {
  static let dealRun = Command(
    path: ["deal", "run"], summary: "Pass collateral's cash through a deal's waterfall",
    arguments: ["FILE"],
    options: [
      Option(
        name: "collateral", value: "NAME=FILE",
        help: "flows of a collateral group by month, CSV; once for each group", repeats: true),
      Option(
        name: "series", value: "NAME=N,N,...",
        help: "a rate or observation for each period, such as SOFR=4.3%,4.1%; the last goes on", repeats: true
      ),
      Option(
        name: "explain", value: "PERIOD",
        help: "print each step of a period: what was due, paid and left, and why"),
      Option(name: "csv", value: nil, help: "print what each bond gets each period as CSV"),
    ],
    example:
      "tenor deal run Samples/deals/auto-abs.json --collateral pool=Samples/deals/collateral/auto-abs.csv --explain 12",
    notes: "docs/models/waterfall.md has the grammar of deals and the columns of their collateral.",
    run: { arguments, console in
      let path = arguments.positional[0]
      let waterfall = try InputFile.refusing {
        try DealImport().waterfall(try ByteSource(path: path), file: ImportFile.name(path))
      }
      let inputs = DealInputs(
        collateral: try collateral(arguments), series: try series(arguments))
      let period =
        try arguments.has("explain")
        ? arguments.integer("explain", default: 1, in: 1...10_000) : nil
      let run: DealRun
      do throws(DealRunError) {
        run = try waterfall.run(inputs, isExplained: period != nil)
      } catch {
        throw CommandError(.rejectedInput, error.description)
      }
      if let period {
        guard period <= run.periods else {
          throw CommandError(.usage, "--explain \(period) is after the last of \(run.periods) periods")
        }
        for line in DealText.explanation(run, period: period) { console.print(line) }
      } else if arguments.has("csv") {
        for line in DealText.csv(run) { console.print(line) }
      } else {
        for line in DealText.summary(run, waterfall.deal) { console.print(line) }
      }
      return .success
    })

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
      var values: [Double] = []
      for word in list.split(separator: ",", omittingEmptySubsequences: false) {
        let isPercent = word.hasSuffix("%")
        guard let number = Arguments.decimal(String(isPercent ? word.dropLast() : word)) else {
          throw CommandError(.usage, "--series \(name): '\(word)' is not a number; write 4.3% or 0.043")
        }
        values.append(isPercent ? number / 100 : number)
      }
      series[name] = values
    }
    return series
  }

  private static func pair(
    _ text: String, option: String, form: String
  ) throws(CommandError) -> (name: String, value: String) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { throw CommandError(.usage, "--\(option) '\(text)' is not \(form)") }
    return (String(parts[0]), String(parts[1]))
  }
}
