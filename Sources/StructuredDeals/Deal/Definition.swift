/// A name for a formula, looked up anew wherever the name is used.
public struct Definition: Equatable, Sendable, Decodable {
  public let name: String
  public let formula: Formula

  public init(name: String, formula: Formula) {
    self.name = name
    self.formula = formula
  }
}
