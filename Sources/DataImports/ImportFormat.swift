/// How a file is written, once gzip has unpacked it.
public enum ImportFormat: String, Sendable {
  case csv
  case json
  /// Several files in one: the folder of a market.
  case tar

  /// What a name says: JSON where it ends in `.json`, tar where in `.tar`, else CSV; `.gz` may follow, and `.tgz` is
  /// `.tar.gz`.
  public init(fileName: String) {
    let lower = fileName.lowercased()
    let plain = lower.hasSuffix(".gz") ? String(lower.dropLast(3)) : lower
    if plain.hasSuffix(".json") {
      self = .json
    } else if plain.hasSuffix(".tar") || plain.hasSuffix(".tgz") {
      self = .tar
    } else {
      self = .csv
    }
  }
}
