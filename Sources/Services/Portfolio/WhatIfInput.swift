import HTTPServing
import Instruments
import JSONDocuments
import Pricing
import RunRecords

/// The body that asks what changes of a run's book would make of its totals.
struct WhatIfInput: Decodable {
  let changes: [Change]
  /// Only these; all of the run's when `nil`.
  let measures: [Measure]?
  /// Only these; all of the run's when `nil`.
  let scenarios: [String]?
  /// Only these nodes.
  let nodes: [String]?
  /// Whether to tell how the run stands against limits before and after.
  let limits: Bool?

  struct Change: Decodable {
    let action: Action
    /// Of `add`, with the members of a position file's row.
    let position: JSONValue?
    /// Of `remove` and `resize`.
    let positionId: String?
    /// Of `resize`.
    let quantity: Double?
  }

  enum Action: String, Decodable {
    case add
    case remove
    case resize
  }

  /// The changes in order. Throws 422 naming every one that is not complete, or says more than its action takes.
  func positionChanges(most: Int) throws(ProblemDetails) -> [PositionChange] {
    guard (1...most).contains(changes.count) else {
      throw .unprocessable([
        .init(
          field: "changes", message: "are \(changes.count)",
          fix: "send 1 to \(most); ask several times for more")
      ])
    }
    var errors: [ProblemDetails.FieldError] = []
    var read: [PositionChange] = []
    for (index, change) in changes.enumerated() {
      do throws(TermsError) {
        read.append(try change.positionChange())
      } catch {
        errors.append(.init(field: "changes[\(index)].\(error.field)", sentence: error.message))
      }
    }
    guard errors.isEmpty else { throw .unprocessable(errors) }
    return read
  }
}

extension WhatIfInput.Change {
  fileprivate func positionChange() throws(TermsError) -> PositionChange {
    switch action {
    case .add:
      try refuse(positionId != nil, "position_id")
      try refuse(quantity != nil, "quantity")
      guard let position else {
        throw TermsError(field: "position", message: "is missing; send the new position")
      }
      do {
        return .add(try Position(json: CanonicalJSON.encodeBytes(position)))
      } catch let error as TermsError {
        throw TermsError(field: "position.\(error.field)", message: error.message)
      } catch {
        throw TermsError(field: "position", message: "cannot be read: \(error)")
      }
    case .remove:
      try refuse(position != nil, "position")
      try refuse(quantity != nil, "quantity")
      return .remove(positionID: try named())
    case .resize:
      try refuse(position != nil, "position")
      guard let quantity else {
        throw TermsError(field: "quantity", message: "is missing; send the new quantity")
      }
      return .resize(positionID: try named(), quantity: quantity)
    }
  }

  private func named() throws(TermsError) -> String {
    guard let positionId else {
      throw TermsError(field: "position_id", message: "is missing; name a position")
    }
    return positionId
  }

  private func refuse(_ isGiven: Bool, _ field: String) throws(TermsError) {
    if isGiven { throw TermsError(field: field, message: "is not taken by \(action.rawValue); leave it out") }
  }
}
