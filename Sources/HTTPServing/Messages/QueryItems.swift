/// The decoded query of a request target, in order, repeated names kept.
public struct QueryItems: Sendable {
  public struct Item: Sendable, Equatable {
    public let name: String
    public let value: String
  }

  public let items: [Item]

  public init(_ items: [Item] = []) {
    self.items = items
  }

  /// The first value under `name`; names are case-sensitive.
  public subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }

  /// Every value under `name`, in order.
  public func values(_ name: String) -> [String] {
    items.filter { $0.name == name }.map(\.value)
  }

  /// The whole number under `name`, or `fallback` where the query does not have it.
  ///
  /// - Parameter range: the values allowed, ends included.
  /// - Throws: 400 naming the parameter when it is not a whole number in `range`, or is given twice.
  public func integer(
    _ name: String, in range: ClosedRange<Int>, default fallback: Int
  ) throws(ProblemDetails) -> Int {
    let given = values(name)
    guard let text = given.first else { return fallback }
    guard given.count == 1, let value = Int(text), range.contains(value) else {
      throw .invalid(
        parameter: name, message: "must be one whole number, got \"\(given.joined(separator: ", "))\"",
        fix: "send a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Refuses names outside `allowed`, so that a misspelt filter never returns everything.
  ///
  /// - Throws: 400 naming each unknown parameter.
  public func refuseNames(outside allowed: Set<String>) throws(ProblemDetails) {
    let unknown = items.filter { !allowed.contains($0.name) }
    guard unknown.isEmpty else {
      let known = allowed.isEmpty ? "none" : allowed.sorted().joined(separator: ", ")
      throw ProblemDetails(
        status: .badRequest, kind: "invalid-parameter", title: "Unknown query parameter",
        errors: unknown.map {
          ProblemDetails.FieldError(
            field: $0.name, message: "is not a parameter of this operation",
            fix: "use one of: \(known)")
        })
    }
  }
}
