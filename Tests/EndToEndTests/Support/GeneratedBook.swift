import Foundation

/// A book of any size on bonds, loans and forwards of varied terms, and some that cannot be valued; the same at every
/// call.
struct GeneratedBook {
  /// Positions, each on an instrument of its own.
  let count: Int

  private static let columns = [
    "instrument_id", "product_type", "currency", "spread_curve", "description", "dated_date", "maturity",
    "coupon",
    "convention", "balance", "balance_date", "first_payment_date", "rate", "amortisation", "prepayment_rate",
    "buy_currency", "buy_amount", "sell_currency", "sell_amount", "settlement_date",
  ]
  private static let markets = [
    ("USD", "US_STREET"), ("EUR", "GERMAN_BUND"), ("GBP", "UK_GILT"), ("JPY", "JGB"), ("USD", "US_CORPORATE"),
  ]
  private static let books = [
    "ALPHA/CREDIT/US", "ALPHA/CREDIT", "ALPHA/RATES/GOVERNMENT", "BETA", "BETA/LOANS",
  ]

  var instruments: String {
    table(GeneratedBook.columns, rows: (0..<count).map(terms))
  }

  var positions: String {
    let columns = ["position_id", "portfolio", "instrument_id", "quantity", "clean_price", "spread_bp"]
    return table(
      columns,
      rows: (0..<count).map { number in
        let isBond = number % 5 < 3
        return [
          "position_id": "P\(padded(number))", "portfolio": GeneratedBook.books[number % 7 % 5],
          "instrument_id": "I\(padded(number))",
          "quantity": number % 41 == 0 ? "0" : isBond ? "\((number % 19 - 4) * 12_345)" : "\(1 + number % 3)",
          "clean_price": isBond && number % 2 == 0 ? "\(80 + number % 37).375" : "",
          "spread_bp": isBond && number % 2 == 0 ? "" : "\(number % 220)",
        ]
      })
  }

  private func terms(_ number: Int) -> [String: String] {
    var row = ["instrument_id": "I\(padded(number))"]
    let month = padded(1 + number % 12, width: 2)
    if number % 97 == 13 {
      row.merge(["product_type": "ABS_MBS", "currency": "USD", "description": "mortgage pool"]) { $1 }
    } else if number % 5 < 3 {
      let (currency, convention) = GeneratedBook.markets[number % 7 % 5]
      let isWithoutCurve = number % 89 == 5
      row.merge([
        "product_type": "FIXED_BOND", "currency": isWithoutCurve ? "AUD" : currency,
        "spread_curve": currency == "USD" && !isWithoutCurve ? "USD.CORPORATE" : "",
        "dated_date": "2019-\(month)-15",
        // The first of each 83 matured before the valuation date.
        "maturity": "\(number % 83 == 6 ? 2022 : 2024 + number % 27)-\(month)-15",
        "coupon": "0.\(padded(number % 13 * 75, width: 5))", "convention": convention,
      ]) { $1 }
    } else if number % 5 == 3 {
      row.merge([
        "product_type": "AMORT_LOAN", "currency": "USD", "balance": "\(100_000 + number * 37).25",
        "balance_date": "2023-03-15", "first_payment_date": "2023-04-15",
        "maturity": "\(2024 + number % 12)-\(month)-15", "rate": "0.0\(30 + number % 50)",
        "amortisation": ["level_pay", "linear", "bullet"][number % 3],
        "prepayment_rate": number % 4 == 0 ? "0.06" : "0",
      ]) { $1 }
    } else {
      let other = ["EUR", "GBP", "JPY", "CHF"][number % 4]
      row.merge([
        "product_type": "FX_FWD", "currency": "USD", "buy_currency": other,
        "buy_amount": "\(10_000 + number).5",
        "sell_currency": "USD", "sell_amount": "\(11_000 + number)", "settlement_date": "2023-\(month)-27",
      ]) { $1 }
    }
    return row
  }

  private func table(_ columns: [String], rows: [[String: String]]) -> String {
    let lines = rows.map { row in columns.map { row[$0] ?? "" }.joined(separator: ",") }
    return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  private func padded(_ number: Int, width: Int = 5) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Tenor {
  /// Writes the book's files and imports them with the sample market.
  func importBook(_ book: GeneratedBook) async throws {
    try write("instruments.csv", book.instruments)
    try write("positions.csv", book.positions)
    try await success("import", "market", Tenor.fund + "/market")
    try await success("import", "instruments", "instruments.csv")
    try await success("import", "positions", "positions.csv", "--as-of", "2023-03-31")
  }

  /// Stores a run of the snapshots imported last and gives its id.
  func createRun(buckets: Int, scenarios: String = "core") async throws -> String {
    try await success("run", "create", "--scenarios", scenarios, "--buckets", "\(buckets)", "--id-only")
  }

  func startWorker(_ name: String, _ options: String...) throws -> TenorProcess {
    try start(["worker", "--until-idle", "--name", name] + options)
  }
}
