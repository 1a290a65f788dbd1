import Instruments

/// The words given to one command, checked against what it accepts.
struct Arguments: Sendable {
  let positional: [String]
  private let values: [String: [String]]

  /// Throws `CommandError` naming the word at fault and what would be right.
  init(_ words: [String], for command: Command) throws(CommandError) {
    var positional: [String] = []
    var values: [String: [String]] = [:]
    var index = 0
    var optionsEnded = false
    while index < words.count {
      let word = words[index]
      index += 1
      guard !optionsEnded, word.hasPrefix("--") else {
        positional.append(word)
        continue
      }
      if word == "--" {
        optionsEnded = true
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = command.options.first(where: { $0.name == name }) else {
        let known = command.options.map { "--\($0.name)" }.joined(separator: ", ")
        throw CommandError(
          .usage, "unknown option --\(name); \(command.name) takes \(known.isEmpty ? "none" : known)")
      }
      if option.value == nil {
        guard parts.count == 1 else { throw CommandError(.usage, "--\(name) takes no value") }
        values[name, default: []].append("")
        continue
      }
      var value = parts.count == 2 ? String(parts[1]) : nil
      // A name in its place is a value forgotten; one that begins so is written --name=value.
      if value == nil, index < words.count, !words[index].hasPrefix("--") {
        value = words[index]
        index += 1
      }
      guard let value else {
        throw CommandError(.usage, "--\(name) needs a value: --\(name) \(option.value!)")
      }
      guard option.repeats || values[name] == nil else {
        throw CommandError(.usage, "--\(name) is given twice; give it once")
      }
      values[name, default: []].append(value)
    }
    let required = command.arguments.filter { !$0.hasPrefix("[") }
    guard positional.count >= required.count else {
      throw CommandError(.usage, "\(required[positional.count]) is missing; usage: \(command.usage)")
    }
    let isOpenEnded = command.arguments.last.map { $0.hasSuffix("...") || $0.hasSuffix("...]") } ?? false
    guard isOpenEnded || positional.count <= command.arguments.count else {
      throw CommandError(
        .usage, "'\(positional[command.arguments.count])' is one word too many; usage: \(command.usage)")
    }
    self.positional = positional
    self.values = values
  }

  /// All options that were given, with their values.
  var options: [String: [String]] { values }

  func has(_ name: String) -> Bool { values[name] != nil }

  func value(_ name: String) -> String? { values[name]?.last }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  func required(_ name: String) throws(CommandError) -> String {
    guard let value = value(name) else { throw CommandError(.usage, "--\(name) is missing") }
    return value
  }

  /// A whole number inside `range`, or `fallback` when the option is absent.
  func integer(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws(CommandError) -> Int
  {
    guard let text = value(name) else { return fallback }
    guard let number = Int(text), range.contains(number) else {
      throw CommandError(
        .usage, "--\(name) '\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number as files have them: no hexadecimal, `nan` or `inf`.
  static func decimal(_ text: String) -> Double? {
    Array(text.utf8).withUnsafeBufferPointer { DecimalText.number($0) }
  }

  /// A finite number, or `nil` when the option is absent.
  func number(_ name: String) throws(CommandError) -> Double? {
    guard let text = value(name) else { return nil }
    guard let number = Arguments.decimal(text) else {
      throw CommandError(.usage, "--\(name) '\(text)' is not a number")
    }
    return number
  }
}
