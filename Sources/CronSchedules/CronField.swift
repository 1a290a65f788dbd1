/// One field of a cron expression: its name, its range and the names that stand for numbers.
struct CronField {
  let name: String
  let range: ClosedRange<Int>
  /// Three letters each; the first stands for the lower bound of the range.
  var names: [String] = []

  static let minute = CronField(name: "minute", range: 0...59)
  static let hour = CronField(name: "hour", range: 0...23)
  static let dayOfMonth = CronField(name: "day of month", range: 1...31)
  static let month = CronField(
    name: "month", range: 1...12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
  /// 0 and 7 are both Sunday.
  static let dayOfWeek = CronField(
    name: "day of week", range: 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

  /// The numbers that a field's text stands for: a list of `*`, numbers and ranges, with steps after `/`.
  func numbers(_ text: Substring) throws(CronError) -> Set<Int> {
    var found: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "/", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count), !parts[0].isEmpty else { throw wrong(item) }
      let bounds = try bounds(parts[0])
      var step = 1
      if parts.count == 2 {
        guard parts[0] == "*" || parts[0].contains("-") else {
          throw CronError(
            name,
            "'\(item)' steps from a single number; write \(bounds.lowerBound)-\(range.upperBound)/\(parts[1])"
          )
        }
        guard let given = number(digits: parts[1]), given >= 1 else {
          throw CronError(name, "'\(item)' has no step of 1 or more; write such as */5")
        }
        step = given
      }
      found.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
    }
    return found
  }

  private func bounds(_ text: Substring) throws(CronError) -> ClosedRange<Int> {
    // The second Sunday of the week would make * take a day twice.
    if text == "*" { return range.lowerBound...(range.upperBound == 7 ? 6 : range.upperBound) }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(ends.count), let first = number(ends[0]), let last = number(ends[ends.count - 1])
    else {
      throw wrong(text)
    }
    guard range.contains(first), range.contains(last) else {
      throw CronError(name, "'\(text)' is out of range; write \(range.lowerBound) to \(range.upperBound)")
    }
    guard first <= last else {
      throw CronError(
        name, "'\(text)' runs backwards; write \(ends[0])-\(range.upperBound),\(range.lowerBound)-\(ends[1])")
    }
    return first...last
  }

  /// A number or a name, in any case.
  private func number(_ text: Substring) -> Int? {
    if let index = names.firstIndex(of: text.uppercased()) { return range.lowerBound + index }
    return number(digits: text)
  }

  private func number(digits text: Substring) -> Int? {
    (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  private func wrong(_ text: Substring) -> CronError {
    let known = names.isEmpty ? "" : ", names such as \(names[0])"
    return CronError(
      name,
      "'\(text)' is not known; write *, numbers \(range.lowerBound) to \(range.upperBound)\(known), "
        + "ranges such as \(range.lowerBound + 1)-\(range.lowerBound + 3), lists with commas, or steps such as */2"
    )
  }
}
