import Foundation
import JSONDocuments
import MarketData
import Testing

/// What `docs/market-review.md` says.
struct MarketReviewPageTests {
  @Test("the values of the page are those that are asked when no file says otherwise")
  func thresholds() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/market-review.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let block = try #require(
      text.components(separatedBy: "```json\n").last?.components(separatedBy: "```").first)
    let thresholds = try CanonicalJSON.decode(MarketCheckThresholds.self, from: block)
    #expect(thresholds == .standard)
    let named = try JSONDocument.parse(block)
    let standard = try JSONDocument.parse(CanonicalJSON.encode(MarketCheckThresholds.standard))
    guard case .object(let own) = named, case .object(let all) = standard else {
      Issue.record("not objects")
      return
    }
    #expect(Set(own.members.map(\.name)) == Set(all.members.map(\.name)))
  }
}
