import DatesAndConventions
import Ingestion
import Instruments
import Testing

struct RecordImportTests {
  static let header = "position_id,portfolio,instrument_id,quantity,clean_price,spread_bp,reported_value\n"

  private func positions(
    _ rows: String, header: String = header
  ) throws -> (accepted: [Position], report: IngestionReport) {
    var accepted: [Position] = []
    let importer = RecordImport<Position>(file: "positions.csv") { position throws(TermsError) in
      guard position.instrumentID != "NOWHERE" else {
        throw TermsError(field: "instrument_id", message: "'NOWHERE' is not a known instrument")
      }
    }
    let report = try importer.csv(ByteSource(Array((header + rows).utf8))) { accepted.append($0) }
    #expect(report.read == report.accepted + report.rejected)
    return (accepted, report)
  }

  @Test func readsPositions() throws {
    let (accepted, report) = try positions(
      """
      P1,FUND/CREDIT/US & CO,X1,-1250000.5,99.125,,1239062.5
      P2,FUND,X2,0,,125,
      "P,3",FUND,X3,1e6,,,-1
      """)
    #expect(report.rejections == [])
    #expect(
      accepted == [
        Position(
          id: "P1", portfolio: "FUND/CREDIT/US & CO", instrumentID: "X1", quantity: -1_250_000.5,
          markCleanPrice: 99.125, reportedValue: 1_239_062.5),
        Position(id: "P2", portfolio: "FUND", instrumentID: "X2", quantity: 0, spreadBasisPoints: 125),
        Position(id: "P,3", portfolio: "FUND", instrumentID: "X3", quantity: 1e6, reportedValue: -1),
      ])
  }

  @Test(
    arguments: [
      ("P1,FUND,X,abc,,,", "quantity", "abc"),
      ("P1,FUND,X,NaN,,,", "quantity", "NaN"),
      ("P1,FUND,X,inf,,,", "quantity", "inf"),
      ("P1,FUND,X,0x10,,,", "quantity", "0x10"),
      ("P1,FUND,X,1e999,,,", "quantity", "1e999"),
      ("P1,FUND,X,\"1,000\",,,", "quantity", "1,000"),
      ("P1,FUND,X, 1,,,", "quantity", " 1"),
      ("P1,FUND,X,5.,,,", "quantity", "5."),
      ("P1,FUND,X,,,,", "quantity", nil),
      (",FUND,X,1,,,", "position_id", nil),
      ("P1,,X,1,,,", "portfolio", nil),
      ("P1,A/B/C/D/E,X,1,,,", "portfolio", "A/B/C/D/E"),
      ("P1,A//B,X,1,,,", "portfolio", "A//B"),
      ("P1,A/b$,X,1,,,", "portfolio", "A/b$"),
      ("P1,FUND,NOWHERE,1,,,", "instrument_id", "NOWHERE"),
      ("P1,FUND,X,1,0,,", "clean_price", "0"),
      ("P1,FUND,X,1,-5,,", "clean_price", "-5"),
      ("P1,FUND,X,1,1000.5,,", "clean_price", "1000.5"),
      ("P1,FUND,X,1,99,10,", "spread_bp", "10"),
      ("P1,FUND,X,1,,200000,", "spread_bp", "200000"),
      ("Pé,FUND,X,1,,,", "position_id", "Pé"),
      ("OK,FUND,X,1,,,", "position_id", "OK"),
      ("P1,FUND,X,1", nil, nil),
    ] as [(String, String?, String?)])
  func namesRowAndField(row: String, field: String?, value: String?) throws {
    let (accepted, report) = try positions("OK,FUND,X,1,,,\n" + row + "\nLAST,FUND,X,1,,,\n")
    #expect(accepted.map(\.id) == ["OK", "LAST"])
    #expect(report.rejections.count == 1)
    #expect(report.rejections.first?.line == 3)
    #expect(report.rejections.first?.row == 2)
    #expect(report.rejections.first?.field == field)
    #expect(report.rejections.first?.value == value)
  }

  @Test(
    arguments: [
      ("", nil, "is empty; the first row names the columns"),
      ("position_id,portfolio,instrument_id,quantty\n", "quantty", "is not a known column"),
      ("position_id,portfolio,instrument_id\n", "quantity", "is missing from the header"),
      ("position_id,portfolio,instrument_id,quantity,quantity\n", "quantity", "is the name of two columns"),
    ] as [(String, String?, String)])
  func refusesAWrongHeader(header: String, field: String?, words: String) throws {
    let error = #expect(throws: IngestionError.self) { try positions("", header: header) }
    #expect(error?.field == field)
    #expect(error?.message.hasPrefix(words) == true)
  }

  @Test(arguments: [
    ("dated_date", "2023-02-30", "dated_date"),
    ("maturity", "15/05/2031", "maturity"),
    ("maturity", "2019-05-15", "maturity"),
    ("currency", "XQX", "currency"),
    ("currency", "usd", "currency"),
    ("coupon", "4.5", "coupon"),
    ("frequency", "5", "frequency"),
    ("convention", "US_TRESURY", "convention"),
    ("end_of_month", "yes", "end_of_month"),
    ("principal_payments", "2025-05-15=10", "principal_payments"),
    ("principal_payments", "2025-05-15:10;2024-05-15:10", "principal_payments"),
    ("country", "USA", "country"),
    ("product_type", "FIXED_BND", "product_type"),
    ("product_type", "CALLABLE_BOND", "call_schedule"),
    ("product_type", "ABS_MBS", "dated_date"),
    ("product_type", "STRUCTURED", "convention"),
    ("product_type", "AMORT_LOAN", "dated_date"),
    ("description", "defaulted", "dated_date"),
    ("redemption", "-1", "redemption"),
  ])
  func namesTheFieldOfABadInstrument(column: String, text: String, field: String) throws {
    var row = [
      "instrument_id": "B1", "product_type": "FIXED_BOND", "name": "A bond", "currency": "USD",
      "dated_date": "2021-05-15", "maturity": "2031-05-15", "coupon": "0.045", "frequency": "2",
      "convention": "US_STREET",
    ]
    func report() throws -> IngestionReport {
      let columns = row.keys.sorted()
      let file =
        columns.joined(separator: ",") + "\n" + columns.map { "\"\(row[$0]!)\"" }.joined(separator: ",")
      return try RecordImport<InstrumentRecord>(file: "instruments.csv").csv(ByteSource(Array(file.utf8))) {
        _ in
      }
    }
    #expect(try report().rejections == [])
    row[column] = text
    let rejections = try report().rejections
    #expect(rejections.count == 1)
    #expect(rejections.first?.field == field, "\(rejections)")
  }

  @Test func refusesNegativeAmounts() throws {
    let file = """
      instrument_id,product_type,currency,balance,balance_date,first_payment_date,maturity,rate,amortisation,buy_currency,buy_amount,sell_currency,sell_amount,settlement_date
      L1,AMORT_LOAN,USD,-100,2023-03-01,2023-04-01,2027-04-01,0.05,level_pay,,,,,
      F1,FX_FWD,USD,,,,,,,EUR,-1,USD,1,2023-06-01
      """
    let report = try RecordImport<InstrumentRecord>(file: "i.csv").csv(ByteSource(Array(file.utf8))) { _ in }
    #expect(report.rejections.map(\.field) == ["balance", "buy_amount"])
  }

  @Test func readsJSONAndNamesTheRow() throws {
    let text = """
      {"positions": [
        {"position_id": "P1", "portfolio": "FUND", "instrument_id": "X", "quantity": 5},
        {"position_id": "P1", "portfolio": "FUND", "instrument_id": "X", "quantity": 5},
        {"position_id": "P2", "portfolio": "FUND", "instrument_id": "X", "quantity": "5"},
        {"position_id": "P3", "portfolio": "FUND", "instrument_id": "X", "qty": 5},
        7,
        {"position_id": "P4", "portfolio": "FUND", "instrument_id": "X", "quantity": 5, "quantity": 6},
        {"position_id": "P5", "portfolio": "FUND", "instrument_id": "X", "quantity": 5, "clean_price": null}
      ]}
      """
    var ids: [String] = []
    let report = try RecordImport<Position>(file: "p.json").json(ByteSource(Array(text.utf8))) {
      ids.append($0.id)
    }
    #expect(ids == ["P1", "P5"])
    #expect(report.read == 7)
    #expect(report.rejections.map(\.row) == [2, 3, 4, 5, 6])
    #expect(report.rejections.map(\.field) == ["position_id", "quantity", "qty", nil, "quantity"])
  }

  @Test func refusesTruncatedJSONWhole() throws {
    let text =
      "[{\"position_id\": \"P1\", \"portfolio\": \"FUND\", \"instrument_id\": \"X\", \"quantity\": 5},\n{\"posi"
    var count = 0
    let error = #expect(throws: IngestionError.self) {
      try RecordImport<Position>(file: "p.json").json(ByteSource(Array(text.utf8))) { _ in count += 1 }
    }
    #expect(count == 0)
    #expect(error?.line == 2)
    #expect(error?.column == 2)
  }

  /// Files damaged at random: every row that was read is accepted or rejected, and none is read twice.
  @Test func acceptedAndRejectedAddUpOnDamagedFiles() throws {
    let rows = (0..<30).map { "P\($0),FUND/A,X\($0),\($0 * 1_000),99.5,,\"1\"" }.joined(separator: "\n")
    let file = Array((Self.header + rows + "\n").utf8)
    var generator = SplitMix(state: 3)
    var rejected = 0
    for _ in 0..<2_000 {
      var damaged = file
      for _ in 0...Int.random(in: 0...4, using: &generator) {
        let place = Int.random(in: Self.header.utf8.count..<damaged.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: damaged[place] = [0, 10, 13, 34, 44, 255, 45, 101].randomElement(using: &generator)!
        case 1: damaged.remove(at: place)
        default: damaged.insert(damaged[place], at: place)
        }
      }
      var accepted = 0
      let report = try RecordImport<Position>(file: "p.csv").csv(ByteSource(damaged)) { _ in accepted += 1 }
      #expect(report.accepted == accepted)
      #expect(report.read == accepted + report.rejected)
      #expect(report.rejections.count == report.rejected)
      #expect(Set(report.rejections.map(\.row)).count == report.rejected)
      #expect((24...36).contains(report.read))
      rejected += report.rejected
    }
    #expect(rejected > 2_000)
  }
}
