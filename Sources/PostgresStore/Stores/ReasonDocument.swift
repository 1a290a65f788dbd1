import JSONDocuments
import Pricing

/// Reasons as the store keeps them: `{"SCENARIO": {"code": …, "detail": …}}`, with `*` for all the others.
///
/// The same few texts come again and again in a run, so what has been read once is kept.
struct ReasonDocument {
  private var known: [String: [String: Reason]] = [:]
  private static let mostKnown = 10_000

  /// Members in ascending order of name, as canonical JSON has them.
  static func text(_ reasons: [(scenario: String, reason: Reason)]) -> String {
    var out: [UInt8] = [UInt8(ascii: "{")]
    let ordered = reasons.sorted { $0.scenario.utf16.lexicographicallyPrecedes($1.scenario.utf16) }
    for (index, entry) in ordered.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      CanonicalJSON.appendString(entry.scenario.utf8, to: &out)
      out += #":{"code":""#.utf8
      out += entry.reason.code.rawValue.utf8
      out += #"","detail":"#.utf8
      // PostgreSQL's text holds every character but this one.
      CanonicalJSON.appendString(entry.reason.detail.utf8.filter { $0 != 0 }, to: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "}"))
    return String(decoding: out, as: UTF8.self)
  }

  mutating func reasons(_ text: String?) throws -> [String: Reason] {
    guard let text else { return [:] }
    if let found = known[text] { return found }
    guard case .object(let object) = try JSONDocument.parse(text) else {
      throw StoreError.unreadable("stored reasons are not an object")
    }
    var reasons: [String: Reason] = [:]
    for member in object.members {
      reasons[member.name] = try CanonicalJSON.decode(Reason.self, from: member.value)
    }
    if known.count < ReasonDocument.mostKnown { known[text] = reasons }
    return reasons
  }
}
