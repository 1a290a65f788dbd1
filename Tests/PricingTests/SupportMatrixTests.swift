import Foundation
import Instruments
import Pricing
import Testing

struct SupportMatrixTests {
  private static let matrix = SupportMatrix()
  private static let page =
    #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
    + "/docs/support-matrix.md"

  private func support(_ type: ProductType, _ measure: Measure) -> SupportMatrix.Support? {
    Self.matrix.products.first { $0.productType == type }?.support[measure]
  }

  @Test func everyProductSaysSomethingOfEveryMeasure() {
    #expect(Self.matrix.products.map(\.productType) == ProductType.allCases)
    for product in Self.matrix.products { #expect(product.support.count == Measure.allCases.count) }
  }

  @Test func forwardsHaveWhatAForwardHas() {
    for measure in [Measure.presentValue, .dv01, .keyRateDV01, .fxDelta, .cashFlows] {
      #expect(support(.fxForward, measure) == .number, "\(measure)")
    }
    for measure in [Measure.yield, .cleanPrice, .cs01, .vega, .jumpToDefault, .discountMargin] {
      #expect(support(.fxForward, measure) == .notApplicable, "\(measure)")
    }
  }

  /// `TENOR_WRITE_PAGES=1 swift test --filter SupportMatrixTests` writes the page anew.
  @Test func thePageShowsWhatTheProgramDoes() throws {
    let text = Self.text
    if ProcessInfo.processInfo.environment["TENOR_WRITE_PAGES"] == "1" {
      try text.write(toFile: Self.page, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOfFile: Self.page, encoding: .utf8) == text,
      "docs/support-matrix.md is out of date: write it with TENOR_WRITE_PAGES=1")
  }

  private static var text: String {
    var lines = [
      "# What can be asked of which contract", "",
      "Made by a test, which prices an example of each contract and fails when this page says something else:",
      "`TENOR_WRITE_PAGES=1 swift test --filter SupportMatrixTests` writes it anew. `docs/formats.md` defines each measure.",
      "",
      "● a number; · not applicable: the contract has no such thing; ○ not worked out yet.", "",
    ]
    let contracts = matrix.contracts
    let letters = contracts.indices.map { ($0 < 26 ? "" : "A") + String(UnicodeScalar(UInt8(65 + $0 % 26))) }
    for (letter, contract) in zip(letters, contracts) {
      lines.append("- \(letter): \(contract.name) (`\(contract.productType.rawValue)`)")
    }
    lines += ["", "| measure | \(letters.joined(separator: " | ")) |"]
    lines.append("|---|" + String(repeating: ":-:|", count: letters.count))
    for measure in Measure.allCases {
      let cells = contracts.map { contract in
        switch contract.support[measure] {
        case .number: "●"
        case .notApplicable: "·"
        case .notYet, nil: "○"
        }
      }
      lines.append("| `\(measure.rawValue)` | \(cells.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A product whose record needs a description is one that is not valued yet, and no other.
  @Test(arguments: ProductType.allCases)
  func notYetIsWhatFilesMustDescribe(type: ProductType) {
    struct Fields: TermFields {
      let type: UnsafeBufferPointer<UInt8>
      func value(_ field: InstrumentField) -> FieldValue {
        field == .productType || field == .instrumentID ? .cell(type) : .absent
      }
    }
    let fault = Array(type.rawValue.utf8).withUnsafeBufferPointer { bytes in
      #expect(throws: TermsError.self) { try InstrumentRecord(fields: Fields(type: bytes)) }
    }
    #expect((fault?.field == "description") == (support(type, .presentValue) == .notYet))
  }
}
