import JSONDocuments
import PostgresStore
import RunRecords
import RunReports

extension Command {
  static let dealShow = Command(
    path: ["deal", "show"], summary: "Print what a version of a deal is made of",
    arguments: ["DEAL[@VERSION]"],
    options: [
      Option(name: "package", value: nil, help: "print the package itself, as canonical JSON"),
      DatabaseOption.option,
      .json,
    ],
    example: "tenor deal show auto-abs@1",
    run: { arguments, console in
      let store = DealStore(try DatabaseOption.connection(arguments, console, applicationName: "tenor deal"))
      let version = try DealOptions.version(arguments.positional[0], store)
      let document = try DealOptions.finding { try store.document(version.version, of: version.dealID) }
      if arguments.has("package") {
        console.print(String(decoding: document.json, as: UTF8.self))
        return .success
      }
      let structure = DealStructure(document.package)
      if arguments.has("json") {
        console.print(try CanonicalJSON.encode(structure))
        return .success
      }
      console.print(
        "\(version.dealID)@\(version.version) \(version.state.rawValue), as of \(version.asOf), \(version.documentHash)"
      )
      console.print(
        "collateral \(NumberText.grouped(structure.collateralBalance)) \(structure.currency), overcollateralisation "
          + NumberText.grouped(structure.overcollateralisation))
      var table = TextTable([
        ("bond", .left), ("balance", .right), ("coupon", .left), ("tier", .left), ("enhancement", .right),
      ])
      for bond in structure.bonds {
        table.append([
          bond.name, NumberText.grouped(bond.balance), bond.coupon, bond.tier ?? "-",
          bond.creditEnhancement.map { NumberText.fixed(100 * $0, decimals: 1) + "%" } ?? "-",
        ])
      }
      for line in table.lines { console.print(line) }
      for trigger in structure.triggers { console.print("trigger \(trigger.name): \(trigger.formula)") }
      return .success
    })
}
