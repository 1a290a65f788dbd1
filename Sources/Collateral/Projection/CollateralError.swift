/// A pool cannot be projected under its assumptions.
public struct CollateralError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The loan at fault; `nil` when it is the assumptions as such.
  public let loan: String?
  /// What is wrong and the fix.
  public let message: String

  public init(loan: String? = nil, message: String) {
    self.loan = loan
    self.message = message
  }

  public var description: String { loan.map { "loan '\($0)': \(message)" } ?? message }
}
