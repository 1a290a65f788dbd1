import Foundation
import Testing

@testable import HTTPServing

@Suite struct MessageTests {
  private struct Position: Codable, Equatable {
    let id: String
    let face: Double
    let on: Date
  }

  private struct Upload: Codable, Equatable {
    let positions: [Position]
    var note: String?
  }

  private func problem(_ json: String, fields: Set<String>? = nil) -> ProblemDetails? {
    do {
      _ = try JSONBody.decode(Upload.self, from: Array(json.utf8), refusingFieldsOutside: fields)
      return nil
    } catch {
      return error
    }
  }

  @Test func jsonRoundTripsWithSortedKeysAndISODates() throws {
    let upload = Upload(
      positions: [Position(id: "a/1", face: 100, on: Date(timeIntervalSince1970: 1_763_683_200))])
    let bytes = try JSONBody.encode(upload)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"positions":[{"face":100,"id":"a/1","on":"2025-11-21T00:00:00Z"}]}"#)
    #expect(try JSONBody.decode(Upload.self, from: bytes) == upload)
  }

  @Test func encodingRefusesNumbersThatAreNotFinite() {
    #expect(throws: EncodingError.self) { try JSONBody.encode([Double.nan]) }
  }

  @Test(arguments: [
    (#"{"positions":[{"id":"a","face":1}]}"#, "positions[0].on", "is missing"),
    (
      #"{"positions":[{"id":"a","face":"1","on":"2025-11-21T00:00:00Z"}]}"#, "positions[0].face", "wrong type"
    ),
    (#"{"positions":[{"id":null,"face":1}]}"#, "positions[0].id", "null"),
    (#"{"positions":[{"id":"a","face":1,"on":"today"}]}"#, "positions[0].on", "wrong type or form"),
    (#"{"positions":7}"#, "positions", "wrong type"),
    (#"[]"#, "body", "wrong type"),
    (#"{"positions":["#, "body", "not well-formed"),
    ("", "body", "is empty"),
    ("\u{FEFF}{}x", "body", "not well-formed"),
  ])
  func decodingNamesTheFieldAtFault(_ json: String, _ field: String, _ message: String) throws {
    let error = try #require(problem(json)?.errors.first)
    #expect(error.field == field)
    #expect(error.message.contains(message))
    #expect(!error.fix.isEmpty)
  }

  @Test func decodingRefusesInvalidUTF8AndDeepNesting() {
    #expect(throws: ProblemDetails.self) {
      try JSONBody.decode(Upload.self, from: Array(#"{"positions":[],"note":""#.utf8) + [0xFF, 0x22, 0x7D])
    }
    #expect(problem(String(repeating: "[", count: 100_000))?.status == .badRequest)
  }

  @Test func decodingRefusesUnknownFieldsWhenAsked() throws {
    let json = #"{"positions":[],"nota":"x"}"#
    #expect(problem(json) == nil)
    let error = try #require(problem(json, fields: ["positions", "note"])?.errors.first)
    #expect(error.field == "nota")
    #expect(error.fix == "use one of: note, positions")
  }

  @Test func problemsRenderAsRFC9457() throws {
    var problem = ProblemDetails.invalid(parameter: "as\"of", message: "is\nodd\u{1}", fix: "send \\")
    problem.detail = "é"
    problem.instance = "urn:tenor:request:1"
    let parsed = try #require(
      try JSONSerialization.jsonObject(with: Data(problem.rendered())) as? [String: Any])
    #expect(parsed["type"] as? String == "urn:tenor:problem:invalid-parameter")
    #expect(parsed["title"] as? String == "Invalid parameter")
    #expect(parsed["status"] as? Int == 400)
    #expect(parsed["detail"] as? String == "é")
    #expect(parsed["instance"] as? String == "urn:tenor:request:1")
    #expect(
      parsed["errors"] as? [[String: String]]
        == [["field": "as\"of", "message": "is\nodd\u{1}", "fix": "send \\"]])
  }

  /// The SHA-256 of "abc" is the example of FIPS 180-2, appendix B.1.
  @Test func entityTagsHashContent() {
    #expect(
      EntityTag(hashing: Array("abc".utf8)).opaque
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test(arguments: [
    ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("\"b\",\"a\"", true), ("*", true),
    ("  *", true), ("\"b\"", false), ("a", false), ("", false), ("\"a", false), ("\"b\" junk \"a\"", false),
  ])
  func entityTagsMatchByWeakComparison(_ ifNoneMatch: String, _ matches: Bool) {
    #expect(EntityTag.isNamed(EntityTag(opaque: "a").headerValue, in: ifNoneMatch) == matches)
  }

  @Test func eventsKeepEveryLineOfTheirData() {
    var bytes: [UInt8] = []
    ServerSentEvent(id: "7", event: "progress", data: "a\nb\r\nc\rd\n").write(to: &bytes)
    ServerSentEvent(data: "").write(to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "id: 7\nevent: progress\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\ndata: \n\n")
  }

  @Test func headersCompareWithoutCase() {
    var headers: HTTPHeaders = ["Accept": "a"]
    headers.add("ACCEPT", "b")
    #expect(headers["accept"] == "a")
    #expect(headers.values("Accept") == ["a", "b"])
    headers["accept"] = "c"
    #expect(headers.values("Accept") == ["c"])
  }
}
