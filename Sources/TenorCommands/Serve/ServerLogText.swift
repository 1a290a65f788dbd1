import HTTPServing
import JSONDocuments

/// Log entries of servers as lines on standard error: level, message, then fields in the form `name="value"`.
enum ServerLogText {
  static func sink(_ console: Console, quiet: Bool) -> ServerLogSink {
    { entry in
      switch entry.level {
      case .debug, .info: if quiet { return }
      case .warning, .error: break
      }
      console.note(line(entry))
    }
  }

  static func line(_ entry: ServerLogEntry) -> String {
    var fields = entry.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if let id = entry.requestID { fields.insert(("request", id), at: 0) }
    // Values come from the network: quoted and escaped, so that none can break or forge a line.
    let shown = fields.map { name, value in
      var bytes = Array("\(name)=".utf8)
      CanonicalJSON.appendString(value.utf8, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    return (["\(entry.level.rawValue):", entry.message] + shown).joined(separator: " ")
  }
}
