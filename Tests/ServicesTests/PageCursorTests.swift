import Testing

@testable import HTTPServing
@testable import Services

struct PageCursorTests {
  private func query(_ word: String) -> QueryItems {
    QueryItems([QueryItems.Item(name: "cursor", value: word)])
  }

  @Test func keyComesBack() throws {
    let key = ["", "a/b \"c\" ü", "\\", "-12"]
    let word = PageCursor.word(key, listing: ["x", "y"])
    #expect(word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    #expect(try PageCursor(query(word), listing: ["x", "y"], count: 4)?.key == key)
    #expect(try PageCursor(QueryItems([]), listing: ["x"], count: 4) == nil)
  }

  @Test func otherListingsAndWordsAreRefused() {
    let word = PageCursor.word(["1"], listing: ["x", "y"])
    for (word, listing, count) in [
      (word, ["xy"], 1), (word, ["x", "z"], 1), (word, ["x", "y"], 2), ("!", ["x", "y"], 1),
      ("W10", ["x", "y"], 1),
    ] {
      #expect(throws: ProblemDetails.self) { try PageCursor(query(word), listing: listing, count: count) }
    }
  }
}
