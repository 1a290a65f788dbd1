/// What the command line asks for.
struct Arguments {
  /// Where the throw-away cluster is made.
  var folder = ""
  /// One per position.
  var vectors = 1_000_000
  var scenarios = 100
  var workers = 2
  /// How often each query is asked.
  var queries = 1_000

  static let usage = """
    usage: storage --folder FOLDER [--vectors 1000000] [--scenarios 100] [--workers 2] [--queries 1000]
    Stores vectors through the queue as workers do, reads them back, and compares with a bare COPY. Run it through
    Benchmarks/storage.py.
    """

  /// `nil` when the words are not understood.
  init?(_ words: [String]) {
    var words = words[...]
    while let word = words.popFirst() {
      guard let text = words.popFirst() else { return nil }
      if word == "--folder" {
        folder = text
        continue
      }
      guard let value = Int(text), value > 0 else { return nil }
      switch word {
      case "--vectors": vectors = value
      case "--scenarios" where value <= 1_000: scenarios = value
      case "--workers": workers = value
      case "--queries": queries = value
      default: return nil
      }
    }
    if folder.isEmpty { return nil }
  }
}
