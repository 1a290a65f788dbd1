import Foundation
import PostgresStore
import TestSupport
import Testing

@Suite("Input with mistakes")
struct BadInputTests {
  /// What a file gives: how it is refused, and what is said.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let what: String
    var instruments = "\(sound)\n"
    var positions = "position_id,portfolio,instrument_id,quantity\nP-1,FUND,GOOD,1000\n"
    /// In the lines on standard error.
    let message: String
    /// Rows read and accepted of the file with the mistake; `nil` when it is refused as a whole.
    let counts: (read: Int, accepted: Int)?

    static let sound = """
      instrument_id,product_type,currency,dated_date,maturity,coupon,convention,redemption
      GOOD,FIXED_BOND,USD,2020-01-15,2030-01-15,0.05,US_STREET,
      """

    var testDescription: String { what }
  }

  private static func bond(_ row: String) -> String { "\(Mistake.sound)\n\(row)\n" }
  private static func position(_ row: String) -> String {
    "position_id,portfolio,instrument_id,quantity\nP-1,FUND,GOOD,1000\n\(row)\n"
  }

  static let mistakes = [
    Mistake(
      what: "a date that does not exist",
      instruments: bond("BAD,FIXED_BOND,USD,2020-01-15,2030-02-30,0.05,US_STREET,"),
      message: "instruments.csv, line 3, maturity: '2030-02-30' is not a date", counts: (2, 1)),
    Mistake(
      what: "an unknown currency",
      instruments: bond("BAD,FIXED_BOND,USX,2020-01-15,2030-01-15,0.05,US_STREET,"),
      message: "instruments.csv, line 3, currency: 'USX' is not a known currency; write its ISO 4217 code",
      counts: (2, 1)),
    Mistake(
      what: "a negative redemption",
      instruments: bond("BAD,FIXED_BOND,USD,2020-01-15,2030-01-15,0.05,US_STREET,-100"),
      message: "instruments.csv, line 3, redemption: -100.0 is not a price per 100 above 0", counts: (2, 1)),
    Mistake(
      what: "not a number", positions: position("P-2,FUND,GOOD,NaN"),
      message: "positions.csv, line 3, quantity: 'NaN' is not a number", counts: (2, 1)),
    Mistake(
      what: "infinity", positions: position("P-2,FUND,GOOD,1e999"),
      message: "positions.csv, line 3, quantity: '1e999'", counts: (2, 1)),
    Mistake(
      what: "an id twice", positions: position("P-1,FUND,GOOD,5"),
      message: "positions.csv, line 3, position_id: 'P-1' is already the id of row 1", counts: (2, 1)),
    Mistake(
      what: "an unknown instrument", positions: position("P-2,FUND,OTHER,5"),
      message: "positions.csv, line 3, instrument_id: 'OTHER'", counts: (2, 1)),
    Mistake(
      what: "a line of 10 MB",
      positions: position("P-2,FUND,\(String(repeating: "x", count: 10_000_000)),5\nP-3,FUND,GOOD,7"),
      message: "positions.csv, line 3: the row is longer than 1048576 bytes", counts: (3, 2)),
    Mistake(
      what: "an unknown column", positions: "position_id,portfolio,instrument_id,quantty\nP-1,FUND,GOOD,1\n",
      message: "positions.csv, line 1, quantty: is not a known column; the columns are ", counts: nil),
  ]

  @Test("without a database: named by file, line and field with the fix", arguments: mistakes)
  func pricing(_ mistake: Mistake) async throws {
    let tenor = try Tenor()
    try tenor.write("instruments.csv", mistake.instruments)
    try tenor.write("positions.csv", mistake.positions)
    let outcome = try await tenor.run(
      "price", "--market", Tenor.fund + "/market", "--instruments", "instruments.csv", "--positions",
      "positions.csv", "--measures", "PV")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains(mistake.message), "\(outcome.errors)")
    if let counts = mistake.counts {
      let said = "read \(counts.read), accepted \(counts.accepted), rejected \(counts.read - counts.accepted)"
      #expect(outcome.errors.contains(said) && outcome.errorLines.count == 2, "\(outcome.errors)")
      #expect(outcome.output.contains("P-1,GOOD,USD,PV,,BASE,"))
    } else {
      #expect(outcome.errorLines.count == 1 && outcome.output.isEmpty)
    }
    #expect(tenor.files == ["instruments.csv", "positions.csv"])
  }

  @Test(
    "with a database: what is sound is stored, a file refused as a whole changes nothing",
    .enabled(if: TestCluster.isAvailable))
  func importing() async throws {
    let database = try TestCluster.makeDatabase()
    let tenor = try Tenor(database: database)
    let connection = try PostgresConnection(database)
    func stored() throws -> [Int] {
      try ["instrument", "position_snapshot", "position", "portfolio", "marketdata_snapshot", "run"].map {
        try connection.query("SELECT count(*) FROM \($0)")[0].int(0)
      }
    }
    try tenor.write(
      "instruments.csv", BadInputTests.bond("BAD,FIXED_BOND,USD,2020-01-15,2030-02-30,0.05,US_STREET,"))
    // Strict and dry runs store nothing.
    for option in ["--strict", "--dry-run"] {
      #expect(try await tenor.run("import", "instruments", "instruments.csv", option).status == 3)
    }
    #expect(try stored() == [0, 0, 0, 0, 0, 0])
    #expect(
      try await tenor.run("import", "instruments", "instruments.csv", "--rejections", "why.csv").status == 3)
    #expect(try stored() == [1, 0, 0, 0, 0, 0])
    let why = try String(contentsOfFile: tenor.folder + "/why.csv", encoding: .utf8)
    #expect(why.contains("instruments.csv,3,2,maturity,2030-02-30,"), "\(why)")

    // Refused as a whole.
    try tenor.write(
      "truncated.json", #"[{"position_id": "P-1", "portfolio": "FUND", "instrument_id": "GOOD", "quan"#)
    try tenor.write("columns.csv", "position_id,portfolio,instrument_id,quantty\nP-1,FUND,GOOD,1\n")
    for (file, message) in [
      ("truncated.json", "truncated.json, line 1, column "),
      ("columns.csv", "columns.csv, line 1, quantty: "),
      ("absent.csv", "absent.csv: cannot be opened"),
    ] {
      let outcome = try await tenor.run("import", "positions", file, "--as-of", "2023-03-31")
      #expect(outcome.status == 3 && outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
    let market = try String(contentsOfFile: Tenor.fund + "/market/curves.csv", encoding: .utf8)
    try FileManager.default.copyItem(atPath: Tenor.fund + "/market", toPath: tenor.folder + "/market")
    try tenor.write("market/curves.csv", market.replacingOccurrences(of: ",3M,4.85,", with: ",3M,NaN,"))
    let refused = try await tenor.run("import", "market", "market")
    #expect(
      refused.status == 3 && refused.errorLines.count == 1 && refused.errors.contains("curves.csv, line "))
    #expect(try stored() == [1, 0, 0, 0, 0, 0])

    // Bytes that are not UTF-8 refuse their row; the others are stored.
    let latin =
      Array("position_id,portfolio,instrument_id,quantity\nP-1,FUND,GOOD,1\nP-2,F".utf8) + [0xDC]
      + Array("ND,GOOD,1\nP-3,FUND/A,GOOD,-5\n".utf8)
    try tenor.write("latin.csv", latin)
    let partly = try await tenor.run("import", "positions", "latin.csv", "--as-of", "2023-03-31", "--id-only")
    #expect(partly.status == 3 && partly.output.hasPrefix("sha256:"))
    #expect(partly.errors.contains("latin.csv, line 3: the row is not valid UTF-8; save the file as UTF-8"))
    #expect(partly.errors.contains("read 3, accepted 2, rejected 1"))
    #expect(try stored() == [1, 1, 2, 2, 0, 0])

    // A file without rows is no snapshot, unless somebody says that the book is empty.
    try tenor.write("empty.csv", "position_id,portfolio,instrument_id,quantity\n")
    let empty = try await tenor.run("import", "positions", "empty.csv", "--as-of", "2023-03-31", "--id-only")
    #expect(empty.status == 3 && empty.output.isEmpty && empty.errors.contains("read 0"), "\(empty)")
    let dry = try await tenor.run(
      "import", "positions", "latin.csv", "--as-of", "2023-03-31", "--dry-run", "--json")
    let report = try #require(try json(dry.output) as? [String: Any])
    #expect(dry.status == 3 && report["accepted"] as? Int == 2 && report["rejected"] as? Int == 1)
    #expect(try stored() == [1, 1, 2, 2, 0, 0])

    // A run that cannot be priced as asked is not stored.
    #expect(try await tenor.run("run", "create").errors.contains("there is no market snapshot yet"))
    try await tenor.success("import", "market", Tenor.fund + "/market")
    try tenor.write(
      "unknown.json",
      #"{"id": "X", "scenarios": [{"id": "UP", "shifts": [{"rates": {"curves": ["USD.TREASURIES"], "shape": "#
        + #"{"parallel": {"basis_points": 1}}}}]}]}"#)
    let unknown = try await tenor.run("run", "create", "--scenarios", "unknown.json")
    #expect(unknown.status == 3 && unknown.errorLines.count == 1)
    #expect(
      unknown.errors.contains("scenario UP, shift 1: unknown rate curve 'USD.TREASURIES'; the market has "))
    #expect(try await tenor.run("run", "create", "--measures", "PV,PRICE").status == 2)
    #expect(try stored() == [1, 1, 2, 2, 1, 0])
  }

  @Test("a curve that is missing is a reason in the cell, and no failure")
  func missingCurve() async throws {
    let tenor = try Tenor()
    try tenor.write(
      "instruments.csv", BadInputTests.bond("AUSSIE,FIXED_BOND,AUD,2020-01-15,2030-01-15,0.05,ISMA,"))
    try tenor.write("positions.csv", BadInputTests.position("P-2,FUND,AUSSIE,1000"))
    let output = try await tenor.success(
      "price", "--market", Tenor.fund + "/market", "--instruments", "instruments.csv", "--positions",
      "positions.csv", "--measures", "PV")
    #expect(output.contains("P-2,AUSSIE,AUD,PV,,BASE,,missing_data: discount curve for AUD"))
  }

  @Test(
    "options with mistakes",
    arguments: [
      (
        ["import", "positions", "x.csv", "--as-of", "2023-02-30"], 2,
        "--as-of '2023-02-30' is not a date; write it as"
      ),
      (
        ["price", "--market", Tenor.fund + "/market", "--measures", "PV,PRICE"], 2,
        "'PRICE' is not a measure; choose from PV,"
      ),
      (
        ["price", "--market", Tenor.fund + "/market", "--currency", "ZZZ"], 2,
        "--currency 'ZZZ' is not a known currency"
      ),
      (["price", "--market", Tenor.fund + "/market", "--key-rates", "5Y,1Y"], 2, "1 to 50 ascending tenors"),
      (["price", "--market", "absent"], 3, "absent: cannot be opened"),
      (
        [
          "bond", "price", "--coupon", "5%", "--maturity", "2030-01-15", "--settlement", "2031-01-15",
          "--yield", "4%",
        ], 2,
        "--settlement 2031-01-15 is not before --maturity 2030-01-15"
      ),
      (
        [
          "bond", "yield", "--coupon", "5%", "--maturity", "2030-01-15", "--settlement", "2021-01-15",
          "--price", "-5",
        ], 1,
        "no yield gives a clean price of -5"
      ),
      (
        [
          "bond", "price", "--coupon", "nan", "--maturity", "2030-01-15", "--settlement", "2021-01-15",
          "--yield", "4%",
        ], 2,
        "--coupon 'nan' is not a rate; write 4.375% or 0.04375"
      ),
      (
        ["run", "status", "--database", "postgresql://nobody@127.0.0.1:1/none"], 4,
        "start it with 'tenor db start'"
      ),
      (
        ["worker", "--until-idle", "--database", "host=/nonexistent dbname=none"], 4,
        "check --database and TENOR_DATABASE_URL"
      ),
    ] as [([String], Int32, String)])
  func options(words: [String], status: Int32, message: String) async throws {
    let tenor = try Tenor()
    let outcome = try await tenor.run(words)
    #expect(outcome.status == status)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && tenor.files.isEmpty, "\(tenor.files)")
  }
}
