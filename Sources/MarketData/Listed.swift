extension [String] {
  /// The names for a message: a dozen at most.
  var listed: String {
    if isEmpty { return "none" }
    let shown = prefix(12).joined(separator: ", ")
    return count > 12 ? "\(shown) and \(count - 12) more" : shown
  }
}
