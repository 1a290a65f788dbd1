/// Between Swift's property names and the names in documents.
enum SnakeCase {
  /// `fxRates` to `fx_rates`, `keyRateDV01` to `key_rate_dv01`, `issuerID` to `issuer_id`.
  static func fromCamel(_ name: String) -> String {
    let bytes = Array(name.utf8)
    var out: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      guard isUpper(byte) else {
        out.append(byte)
        continue
      }
      let previous = index > 0 ? bytes[index - 1] : nil
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      let opensWord = previous.map { !isUpper($0) && $0 != UInt8(ascii: "_") } ?? false
      let closesAcronym = (previous.map(isUpper) ?? false) && (next.map(isLower) ?? false)
      if opensWord || closesAcronym { out.append(UInt8(ascii: "_")) }
      out.append(byte + 32)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The property names that could stand behind a document's name, likeliest first.
  static func toCamel(_ name: String) -> [String] {
    let words = name.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard words.count > 1, !words.contains("") else { return [name] }
    let capitalised = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
    let shouted = words.dropFirst().map {
      acronyms.contains($0) ? $0.uppercased() : $0.prefix(1).uppercased() + $0.dropFirst()
    }
    return [words[0] + capitalised.joined(), words[0] + shouted.joined(), name]
  }

  /// Written in capitals inside property names.
  private static let acronyms: Set<String> = ["id", "fx", "pv", "dv01", "cs01", "url", "json", "csv", "utc"]

  private static func isUpper(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
  private static func isLower(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
}

/// A dictionary whose keys are data, not property names, and so are written as they are.
protocol StringKeyedDictionary {}

extension Dictionary: StringKeyedDictionary where Key == String {}

/// A coding key for a place in a document.
struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    self.intValue = nil
  }

  init(intValue: Int) {
    self.stringValue = "\(intValue)"
    self.intValue = intValue
  }
}

extension JSONPath {
  var codingPath: [any CodingKey] {
    steps.map { step in
      switch step {
      case .name(let name): return PathKey(stringValue: name)
      case .index(let index): return PathKey(intValue: index)
      }
    }
  }

  init(_ codingPath: [any CodingKey]) {
    self.init()
    for key in codingPath {
      append(key.intValue.map { .index($0) } ?? .name(key.stringValue))
    }
  }
}
