/// What the command line asks for.
struct Arguments {
  var port: UInt16 = 0
  /// A file with one path a line, asked for in turn.
  var paths = ""
  /// Requests a second over all connections; 0 for as many as are answered.
  var rate = 1_000.0
  var seconds = 10.0
  var connections = 16

  static let usage = """
    usage: load --port N --paths FILE [--rate 1000] [--seconds 10] [--connections 16]
    Asks 127.0.0.1 for the paths of a file, one after another, and prints how long the answers took. Run it through
    Benchmarks/services.py.
    """

  /// `nil` when the words are not understood.
  init?(_ words: [String]) {
    var words = words[...]
    while let word = words.popFirst() {
      guard let text = words.popFirst() else { return nil }
      switch word {
      case "--paths": paths = text
      case "--port":
        guard let value = UInt16(text) else { return nil }
        port = value
      case "--rate":
        guard let value = Double(text), value >= 0 else { return nil }
        rate = value
      case "--seconds":
        guard let value = Double(text), value > 0 else { return nil }
        seconds = value
      case "--connections":
        guard let value = Int(text), value > 0 else { return nil }
        connections = value
      default: return nil
      }
    }
    if port == 0 || paths.isEmpty { return nil }
  }
}
