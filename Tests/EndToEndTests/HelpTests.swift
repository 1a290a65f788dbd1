import TestSupport
import Testing

@Suite("Help")
struct HelpTests {
  @Test("every command has help with an example of itself")
  func examples() async throws {
    let tenor = try Tenor()
    let overview = try await tenor.success("--help")
    #expect(try await tenor.success() == overview)
    // "  run create     Store a run …": two spaces end the name.
    let names = overview.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  "), let end = line.dropFirst(2).firstRange(of: "  ") else { return nil }
      return String(line.dropFirst(2)[..<end.lowerBound])
    }
    #expect(names.count >= 18 && names.contains("run create") && names.contains("bond price"))
    for name in names {
      let words = name.split(separator: " ").map(String.init)
      let outcome = try await tenor.run(words + ["--help"])
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      let lines = outcome.output.split(separator: "\n")
      let example = lines.firstIndex(of: "example:").map { lines[$0 + 1] } ?? ""
      #expect(example.hasPrefix("  tenor \(name)"), "\(name): \(outcome.output)")
      #expect(outcome.output.contains("usage: tenor \(name)"))
    }
    #expect(tenor.files.isEmpty)
  }

  @Test(
    "words that are no command are named with what there is",
    arguments: [
      (["prise"], "unknown command 'prise'"), (["run", "make"], "tenor run has create, "),
      (["db", "start", "now"], "'now' is one word too many"), (["run", "publish"], "RUN is missing"),
      (["price", "--markets", "x"], "unknown option --markets; tenor price takes --instruments, "),
      (["price", "--market"], "--market needs a value: --market PATH"),
      (["worker", "--quiet=yes"], "--quiet takes no value"),
      (["price", "--market", "a", "--market", "b"], "--market is given twice"),
      (["price"], "--market is missing"),
    ])
  func wrongWords(words: [String], message: String) async throws {
    let tenor = try Tenor()
    let outcome = try await tenor.run(words)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1 && outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.output.isEmpty && tenor.files.isEmpty)
  }
}
