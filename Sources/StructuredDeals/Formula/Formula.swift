/// A number or a condition over the quantities of a deal, as it is written: `"max(0, 8% - series.SOFR)"`.
///
/// The grammar is in `docs/models/waterfall.md`. Text is read, and its names are looked up, when the deal is bound.
public struct Formula: Equatable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public init(_ number: Double) { text = "\(number)" }
}

extension Formula: ExpressibleByStringLiteral, ExpressibleByFloatLiteral {
  public init(stringLiteral text: String) { self.init(text) }

  public init(floatLiteral number: Double) { self.init(number) }
}

extension Formula: Decodable {
  /// A text or a number.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self.init(number)
    } else {
      self.init(try container.decode(String.self))
    }
  }
}
