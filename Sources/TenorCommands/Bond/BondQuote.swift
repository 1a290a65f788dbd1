import DatesAndConventions
import JSONDocuments
import Pricing

/// What the desk calculator answers.
struct BondQuote: Codable {
  let convention: String
  let settlement: String
  let maturity: String
  /// Per 100 of face.
  let cleanPrice: Double
  let accrued: Double
  let dirtyPrice: Double
  /// Decimal.
  let yield: Double
  let modifiedDuration: Double
  let macaulayDuration: Double
  let convexity: Double

  func print(_ arguments: Arguments, _ console: Console) throws {
    if arguments.has("json") {
      console.print(try CanonicalJSON.encode(self))
      return
    }
    let rows = [
      ("clean price", NumberText.fixed(cleanPrice, decimals: 6)),
      ("accrued", NumberText.fixed(accrued, decimals: 6)),
      ("dirty price", NumberText.fixed(dirtyPrice, decimals: 6)),
      ("yield", NumberText.fixed(yield * 100, decimals: 6) + "%"),
      ("modified duration", NumberText.fixed(modifiedDuration, decimals: 5)),
      ("Macaulay duration", NumberText.fixed(macaulayDuration, decimals: 5)),
      ("convexity", NumberText.fixed(convexity, decimals: 5)),
    ]
    console.print("\(convention)  maturity \(maturity)  settlement \(settlement)")
    for (name, value) in rows {
      let padding = String(repeating: " ", count: 20 - name.count)
      console.print("  \(name)\(padding)\(String(repeating: " ", count: max(0, 14 - value.count)))\(value)")
    }
  }
}
