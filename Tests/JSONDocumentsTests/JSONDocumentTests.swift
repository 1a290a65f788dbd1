import JSONDocuments
import Testing

struct JSONDocumentTests {
  @Test func keepsTheOrderOfMembers() throws {
    let value = try JSONDocument.parse(#"{"b":[1,-2.5,true,null],"a":{"x":"é\n"}}"#)
    #expect(
      value
        == .object(
          JSONObject([
            .init("b", .array([.number(1), .number(-2.5), .bool(true), .null])),
            .init("a", .object(JSONObject([.init("x", .string("é\n"))]))),
          ])))
  }

  @Test(
    arguments: [
      ("", 1, 1, "empty"),
      ("{\"a\": 1,\n \"b\": }", 2, 7, "expected a value, found '}'"),
      ("[1, 2", 1, 6, "found the end of the text"),
      ("{\"a\":1}}", 1, 8, "after the end of the document"),
      ("[01]", 1, 2, "must not start with 0"),
      ("[NaN]", 1, 2, "expected a value, found 'N'"),
      ("[1e999]", 1, 2, "range of double"),
      ("{a:1}", 1, 2, "name in quotes"),
      ("[\"\\x\"]", 1, 3, "no such escape"),
      ("[\"\\ud800\"]", 1, 3, "surrogate"),
      ("[\"a\u{1}\"]", 1, 4, "control character"),
      ("[\"abc", 1, 2, "does not end"),
      ("[1,]", 1, 4, "expected a value, found ']'"),
      ("// no\n[]", 1, 1, "found '/'"),
    ] as [(String, Int, Int, String)])
  func saysWhereTheTextIsWrong(text: String, line: Int, column: Int, words: String) {
    let error = #expect(throws: JSONError.self) { try JSONDocument.parse(text) }
    #expect(error?.location?.line == line)
    #expect(error?.location?.column == column)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test func refusesTextThatIsNotUTF8() {
    let error = #expect(throws: JSONError.self) {
      try JSONDocument.parse([UInt8(ascii: "["), 0x22, 0x61, 0xFF, 0x22, 0x5D])
    }
    #expect(error?.location?.byteOffset == 3)
    #expect(error?.message == "the text is not valid UTF-8")
  }

  @Test func refusesRepeatedNamesByPath() {
    let error = #expect(throws: JSONError.self) { try JSONDocument.parse(#"{"a":[{"x":1,"y":2,"x":3}]}"#) }
    #expect(error?.path == "a[0].x")
  }

  @Test func readsIntegersBeyond64Bits() throws {
    #expect(
      try JSONDocument.parse(
        "[123456789012345678901234567890,-99999999999999999999,\"12345678901234567890123\"]")
        == .array([
          .number(1.2345678901234568e29), .number(-1e20),
          .string("12345678901234567890123"),
        ]))
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try JSONDocument.parse("\u{FEFF}[1]") == .array([.number(1)]))
  }

  @Test func limitsTheDepth() {
    let deep = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
    #expect(throws: JSONError.self) { try JSONDocument.parse(deep) }
  }

  @Test func readsElementsWithoutCopies() throws {
    let parser = JSONParser()
    for _ in 0..<3 {
      let sum = try parser.withDocument(#"[{"q":1.5,"n":[1,[2],{}]},{"q":-4,"n":{}}]"#) { root in
        root.elements!.reduce(0.0) { total, row in
          row.members!.reduce(total) { $0 + ($1.value.number ?? 0) }
        }
      }
      #expect(sum == -2.5)
    }
  }

  /// Texts damaged at random: whatever simdjson refuses, the scanner finds fault with, and the other way round.
  @Test func parserAndScannerAgreeOnDamagedTexts() throws {
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e9é\n",true,null,{"b":{}}],"c":"€","d":[[],[0.1]]}"#.utf8)
    var generator = SplitMix(state: 1)
    var refused = 0
    for _ in 0..<20_000 {
      var damaged = text
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: damaged.remove(at: place)
        case 2: damaged.insert(damaged[place], at: place)
        default: damaged.removeLast(damaged.count - place)
        }
        if damaged.isEmpty { damaged = [0x20] }
      }
      do {
        _ = try JSONDocument.parse(damaged)
      } catch {
        refused += 1
        #expect(
          error.location != nil || error.path != nil, "\(error): \(String(decoding: damaged, as: UTF8.self))")
      }
    }
    #expect(refused > 10_000)
  }
}
