public import DatesAndConventions

/// A bond whose coupons and principal grow with a price index.
///
/// `bond` says what is paid before indexation. A position's quantity is the face held before indexation, negative when short.
public struct InflationLinkedBond: Sendable, Hashable {
  public let bond: FixedBond
  public let index: InflationIndexID
  public let indexation: Indexation
  /// What payments are divided by.
  public let base: Base
  /// Whether the principal at maturity is at least the face.
  public let hasDeflationFloor: Bool

  /// Which value of the index a payment depends on. Raw values are the months of lag in files.
  public enum Indexation: Int, Sendable, CaseIterable, Hashable {
    /// The reference index of its due date, linear in days between the indices of three and two months before. Prices are
    /// quoted before indexation.
    case threeMonths = 3
    /// The index of eight months before the month of its due date, as gilts before 2005. Prices are quoted in cash.
    case eightMonths = 8
  }

  public enum Base: Sendable, Hashable {
    /// This value of the index.
    case value(Double)
    /// The market's value for a payment on this day.
    case date(CivilDate)
  }

  /// Checks the terms. Throws `TermsError` naming the field.
  public init(
    bond: FixedBond, index: InflationIndexID, indexation: Indexation = .threeMonths, base: Base? = nil,
    hasDeflationFloor: Bool? = nil
  ) throws(TermsError) {
    let conventions = InflationIndex.of(index)
    guard bond.currency == conventions.currency else {
      throw TermsError(
        field: "inflation_index",
        message: "\(index.rawValue) is an index of \(conventions.currency); the bond is in \(bond.currency)")
    }
    if case .value(let value)? = base, !(value.isFinite && value > 0) {
      throw TermsError(field: "base_index", message: "\(value) is not a value of an index, above 0")
    }
    self.bond = bond
    self.index = index
    self.indexation = indexation
    self.base = base ?? .date(bond.datedDate)
    self.hasDeflationFloor = hasDeflationFloor ?? conventions.hasDeflationFloor
  }

  /// What a payment due on `date` depends on.
  public func reference(_ date: CivilDate) -> IndexReference {
    switch indexation {
    case .threeMonths: .day(date)
    case .eightMonths: .month(YearMonth(date).adding(months: -indexation.rawValue))
    }
  }
}
