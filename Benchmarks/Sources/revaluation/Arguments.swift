/// What the command line asks for.
struct Arguments {
  var positions = 1_000_000
  var threads = 2
  /// Contracts per call of the kernel.
  var batch = 20_000
  /// Contracts handed to the peers; 0 leaves them out.
  var peer = 20_000

  static let usage = """
    usage: swift run -c release revaluation [--positions 1000000] [--threads 2] [--batch 20000] [--peer 20000]
    Generates the flows of bonds and loans, revalues them under 100 scenarios, and compares with the machine's bounds
    and, unless --peer is 0, with numpy and QuantLib from Benchmarks/peers/revaluation.py. Exits with 1 below a limit.
    """

  /// `nil` when the words are not understood.
  init?(_ words: [String]) {
    var words = words[...]
    while let word = words.popFirst() {
      guard let value = words.popFirst().flatMap({ Int($0) }) else { return nil }
      switch word {
      case "--positions" where value > 0: positions = value
      case "--threads" where value > 0: threads = value
      case "--batch" where value > 0: batch = value
      case "--peer" where value >= 0: peer = value
      default: return nil
      }
    }
  }
}
