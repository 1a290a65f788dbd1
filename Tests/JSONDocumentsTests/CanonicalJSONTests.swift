import JSONDocuments
import Testing

struct CanonicalJSONTests {
  /// RFC 8785 section 3.2.2 and 3.2.4: the RFC's own sample and its canonical bytes.
  @Test func writesTheSampleOfTheRFC() throws {
    let sample = #"""
      {
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
      }
      """#
    let wanted =
      #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
      + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    #expect(try CanonicalJSON.encode(try JSONDocument.parse(sample)) == wanted)
  }

  /// RFC 8785 section 3.2.3: names sort by UTF-16 units, so that U+1F600 comes before U+FB33.
  @Test func sortsNamesByUTF16() throws {
    let sample = #"""
      {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
       "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
      """#
    let text = try CanonicalJSON.encode(try JSONDocument.parse(sample))
    let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
    let places = order.map { text.firstRange(of: $0)! }
    #expect(places.map { $0.lowerBound } == places.map { $0.lowerBound }.sorted())
  }

  @Test func isStableUnderReading() throws {
    let text = try CanonicalJSON.encode(Document.example)
    #expect(try CanonicalJSON.encode(try JSONDocument.parse(text)) == text)
    #expect(try CanonicalJSON.decode(Document.self, from: text) == Document.example)
  }

  @Test func writesPropertyNamesInSnakeCaseAndDictionaryKeysAsTheyAre() throws {
    let wanted =
      #"{"choices":["two"],"fx_rates":{"USD":1.0875,"keyLeftAlone":2},"issuer_id":"X","net_dv01":-12.5,"#
      + #""shape":{"key_rate":{"basis_points":1}}}"#
    #expect(try CanonicalJSON.encode(Document.example) == wanted)
  }

  @Test func namesTheFieldOfABadDocument() {
    func message(_ text: String) -> String {
      do {
        _ = try CanonicalJSON.decode(Document.self, from: text)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    let head = #"{"choices":["two"],"fx_rates":{"USD":1},"issuer_id":"X","shape":{"flat":{}}"#
    #expect(message(head + "}") == "the field 'net_dv01' is missing")
    #expect(message(head + #","net_dv01":"1"}"#) == "net_dv01: expected a number, found a string")
    #expect(
      message(head + #","net_dv01":1,"net_dvO1":2}"#).hasPrefix(
        "unknown field 'net_dvO1'; known here: choices"))
    #expect(
      message(#"{"choices":["one","three"],"fx_rates":{},"issuer_id":"X","net_dv01":1,"shape":{"flat":{}}}"#)
        == "choices[1]: 'three' is not one of: one, two")
    #expect(
      message(#"{"choices":[],"fx_rates":{"USD":null},"issuer_id":"X","net_dv01":1,"shape":{"flat":{}}}"#)
        == "fx_rates.USD: expected a number, found null")
    #expect(
      message(
        #"{"choices":[],"fx_rates":{},"issuer_id":"X","net_dv01":1,"shape":{"key_rate":{"basis_points":1,"x":2}}}"#
      )
      .hasPrefix("shape.key_rate: unknown field 'x'"))
    #expect(message("[1]") == "expected an object, found an array")
  }

  @Test func refusesIntegersThatJSONCannotCarry() {
    #expect(throws: JSONError.self) { try CanonicalJSON.encode([Int64(1) << 60]) }
    #expect(throws: JSONError.self) { try CanonicalJSON.decode([Int].self, from: "[1.5]") }
    #expect(throws: JSONError.self) { try CanonicalJSON.decode([UInt8].self, from: "[256]") }
  }
}

struct Document: Codable, Equatable {
  enum Choice: String, Codable, CaseIterable { case one, two }
  enum Shape: Codable, Equatable {
    case flat
    case keyRate(basisPoints: Double)
  }

  var issuerID: String
  var netDV01: Double
  var fxRates: [String: Double]
  var choices: [Choice]
  var shape: Shape
  var comment: String?

  static let example = Document(
    issuerID: "X", netDV01: -12.5, fxRates: ["USD": 1.0875, "keyLeftAlone": 2], choices: [.two],
    shape: .keyRate(basisPoints: 1), comment: nil)
}
