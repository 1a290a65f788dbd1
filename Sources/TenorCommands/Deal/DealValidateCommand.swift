import DataImports
import Ingestion
import StructuredDeals

extension Command {
  static let dealValidate = Command(
    path: ["deal", "validate"],
    summary: "Check a deal's file: names, formulas, shares, cash that nobody takes",
    arguments: ["FILE"], example: "tenor deal validate Samples/deals/auto-abs.json",
    notes:
      "docs/models/waterfall.md has the grammar. Everything that is wrong is printed, a line each, and the exit code is 3.",
    run: { arguments, console in
      let path = arguments.positional[0]
      let file = ImportFile.name(path)
      let deal = try InputFile.refusing { try DealImport().deal(try ByteSource(path: path), file: file) }
      do throws(DealProblems) {
        _ = try Waterfall(deal)
      } catch {
        for problem in error.problems { console.note("\(file), \(problem)") }
        return .rejectedInput
      }
      console.print(
        "\(deal.name): \(deal.bonds.count) bonds, \(deal.waterfall.count) steps, nothing wrong; collateral to give: "
          + deal.collateralToGive.joined(separator: ", "))
      return .success
    })
}

extension Deal {
  /// The names of the groups whose flows come with a run, those of underlying deals with the deal's name before them.
  var collateralToGive: [String] {
    collateral.filter { $0.bonds == nil }.map(\.name)
      + underlying.flatMap { lower in lower.collateralToGive.map { "\(lower.name).\($0)" } }
  }
}
