import TestSupport
import Testing

@Suite("Counterparties from files", .enabled(if: TestCluster.isAvailable))
struct CounterpartyImportTests {
  @Test("they are stored, replaced, refused by row with the fix, and positions must know them")
  func wholePath() async throws {
    let tenor = try Tenor(database: try TestCluster.makeDatabase())
    let file = Tenor.fund + "/counterparties.csv"
    let dry = try await tenor.run("import", "counterparties", file, "--dry-run")
    #expect(
      dry.status == 0 && dry.errors.contains("accepted 17, rejected 0; nothing stored"), "\(dry.errors)")
    for (new, changed) in [(17, 0), (0, 0)] {
      let outcome = try await tenor.run("import", "counterparties", file)
      #expect(outcome.status == 0 && outcome.errors.contains("new \(new), changed \(changed)"))
    }
    try tenor.write(
      "more.csv",
      """
      counterparty_id,name,lei,parent_id
      CHILD,A child,,PARENT
      PARENT,Its parent,9R7GPTSO7KV3UQJZQ078,
      ORPHAN,An orphan,,NOBODY
      TYPO,A slip,9R7GPTSO7KV3UQJZQ087,
      """)
    let more = try await tenor.run("import", "counterparties", "more.csv")
    #expect(more.status == 3 && more.errors.contains("read 4, accepted 2, rejected 2, new 2, changed 0"))
    #expect(more.errors.contains("more.csv, line 4, parent_id: 'NOBODY' is not known"), "\(more.errors)")
    #expect(
      more.errors.contains("more.csv, line 5, lei: '9R7GPTSO7KV3UQJZQ087' is not a LEI: its check digits"))
    try tenor.write("circle.csv", "counterparty_id,name,parent_id\nPARENT,Its parent,CHILD\n")
    let circle = try await tenor.run("import", "counterparties", "circle.csv")
    #expect(circle.status == 3 && circle.errors.contains("leads back to 'PARENT'; nobody owns itself"))

    try tenor.write(
      "instruments.csv", "instrument_id,product_type,currency,description\nX,DERIVATIVES,USD,a swap\n")
    try await tenor.success("import", "instruments", "instruments.csv")
    try tenor.write(
      "positions.csv",
      """
      position_id,portfolio,instrument_id,quantity,counterparty_id
      P1,FUND,X,1,CHILD
      P2,FUND,X,1,
      P3,FUND,X,1,NOBODY
      """)
    let positions = try await tenor.run("import", "positions", "positions.csv", "--as-of", "2023-03-31")
    #expect(positions.status == 3 && positions.output.contains("2 positions of 2023-03-31"))
    #expect(
      positions.errors.contains(
        "line 4, counterparty_id: 'NOBODY' is not known; import the counterparty first"))
  }
}
