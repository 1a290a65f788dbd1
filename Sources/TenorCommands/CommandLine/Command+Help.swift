extension Command {
  /// Such as `tenor run create`.
  var name: String { (["tenor"] + path).joined(separator: " ") }

  var usage: String {
    ([name] + arguments + (options.isEmpty ? [] : ["[options]"])).joined(separator: " ")
  }

  /// The text of `--help`.
  var help: String {
    var lines = ["\(summary).", "", "usage: \(usage)"]
    if !options.isEmpty {
      lines.append("")
      let heads = options.map { option in "--\(option.name)" + (option.value.map { " \($0)" } ?? "") }
      let width = heads.map(\.count).max() ?? 0
      for (head, option) in zip(heads, options) {
        let padding = String(repeating: " ", count: width - head.count + 2)
        lines.append("  \(head)\(padding)\(option.help)")
      }
    }
    if !notes.isEmpty { lines += ["", notes] }
    lines += ["", "example:", "  \(example)"]
    return lines.joined(separator: "\n")
  }
}
