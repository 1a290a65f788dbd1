import DataImports
import Ingestion
import RunRecords
import RunReports
import StructuredDeals

extension Command {
  static let dealValidate = Command(
    path: ["deal", "validate"],
    summary: "Check a deal's file or package: names, formulas, shares, cash that nobody takes, loans",
    arguments: ["FILE"], example: "tenor deal validate Samples/deals/auto-abs.json",
    notes:
      "docs/models/waterfall.md has the grammar, docs/models/deal-packages.md that of packages. Everything that is wrong is printed, a line each, and the exit code is 3.",
    run: { arguments, console in
      let path = arguments.positional[0]
      let file = ImportFile.name(path)
      if try InputFile.refusing({ try DealImport().isPackage(try ByteSource(path: path), file: file) }) {
        return try validatePackage(path, file, console)
      }
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

  private static func validatePackage(_ path: String, _ file: String, _ console: Console) throws -> ExitCode {
    let read = try InputFile.refusing { try DealImport().package(try ByteSource(path: path), file: file) }
    switch read {
    case .failure(let error):
      for line in DealText.problems(error, file: file) { console.note(line) }
      return .rejectedInput
    case .success(let document):
      let package = document.package
      let loans = package.collateral.values.reduce(0) { $0 + $1.count }
      console.print(
        "\(package.dealID) as of \(package.asOf): \(package.deal.bonds.count) bonds, \(package.deal.waterfall.count) steps, "
          + "\(loans) lines of loans with \(NumberText.grouped(package.collateralBalance)) \(package.currency), nothing wrong"
      )
      console.print("content hash \(document.contentHash)")
      return .success
    }
  }
}
