import DatesAndConventions
import Instruments
import PostgresStore
public import RunRecords

/// The positions that changes leave different, as they are in a snapshot and as they would be.
public struct ChangedPositions: Sendable {
  /// What became of one position, all changes of it together.
  public enum Effect: String, Sendable, Codable, Hashable {
    case added = "ADDED"
    case removed = "REMOVED"
    case resized = "RESIZED"
    /// Removed and added again with something else than its quantity changed.
    case replaced = "REPLACED"
    /// Nothing is left of the changes.
    case unchanged = "UNCHANGED"
  }

  /// A position that some change names.
  public struct Entry: Sendable, Hashable {
    public let positionID: String
    public let effect: Effect
    public let before: StoredPosition?
    public let after: StoredPosition?
  }

  /// In order of position id.
  public let entries: [Entry]

  /// In ascending number, as pricing wants them.
  var before: [StoredPosition] { changed(\.before) }
  var after: [StoredPosition] { changed(\.after) }

  /// The books that hold them before or after.
  var portfolios: Set<String> {
    Set(entries.flatMap { [$0.before, $0.after] }.compactMap { $0?.position.portfolio })
  }

  private func changed(_ side: (Entry) -> StoredPosition?) -> [StoredPosition] {
    entries.filter { $0.effect != .unchanged }.compactMap(side).sorted { $0.number < $1.number }
  }

  /// Applies changes one after another.
  ///
  /// - Throws: `StoreError.invalid` naming each change that does not fit the book.
  init(
    _ changes: [PositionChange], inSnapshot snapshot: Int32, positionCount: Int,
    _ connection: PostgresConnection
  ) throws {
    let ids = Set(changes.map(\.positionID))
    var original: [String: StoredPosition] = [:]
    for stored in try PositionReader(connection).positions(ids: ids.sorted(), inSnapshot: snapshot) {
      original[stored.position.id] = stored
    }
    let instruments = try InstrumentStore(connection).versions(
      ids: Set(changes.compactMap(\.addedInstrumentID)).sorted())
    var present = original
    var problems: [RunRequestProblem] = []
    for (index, change) in changes.enumerated() {
      func refuse(_ field: String, _ message: String) {
        problems.append(RunRequestProblem(field: "changes[\(index)].\(field)", message: message))
      }
      let id = change.positionID
      switch change {
      case .add(let position):
        guard present[id] == nil else {
          refuse("position.position_id", "'\(id)' is in the book already; resize it, or remove it first")
          continue
        }
        guard let instrument = instruments[position.instrumentID] else {
          refuse(
            "position.instrument_id", "'\(position.instrumentID)' is not known; store the instrument first")
          continue
        }
        // A number that no position of the snapshot has, or the one that it had.
        let number = original[id]?.number ?? Int32(positionCount + index)
        present[id] = StoredPosition(number: number, position: position, instrument: instrument)
      case .remove:
        guard present.removeValue(forKey: id) != nil else {
          refuse("position_id", "'\(id)' is not in the book; name one that is")
          continue
        }
      case .resize(_, let quantity):
        guard let stored = present[id] else {
          refuse("position_id", "'\(id)' is not in the book; name one that is")
          continue
        }
        present[id] = stored.resized(to: quantity)
      }
    }
    guard problems.isEmpty else { throw StoreError.invalid(problems) }
    entries = ids.sorted().map { id in
      Entry(
        positionID: id, effect: Self.effect(original[id], present[id]), before: original[id],
        after: present[id])
    }
  }

  private static func effect(_ before: StoredPosition?, _ after: StoredPosition?) -> Effect {
    switch (before, after) {
    case (nil, nil): .unchanged
    case (nil, _?): .added
    case (_?, nil): .removed
    case (let before?, let after?):
      if before.position == after.position, before.instrumentVersion == after.instrumentVersion {
        .unchanged
      } else if before.resized(to: after.position.quantity) == after {
        .resized
      } else {
        .replaced
      }
    }
  }
}

extension PositionChange {
  fileprivate var addedInstrumentID: String? {
    switch self {
    case .add(let position): position.instrumentID
    case .remove, .resize: nil
    }
  }
}

extension StoredPosition {
  fileprivate init(number: Int32, position: Position, instrument: InstrumentVersion) {
    self.init(
      number: number, position: position, productType: instrument.productType, currency: instrument.currency,
      instrumentVersion: instrument.versionHash, instrumentRecord: instrument.record)
  }

  fileprivate func resized(to quantity: Double) -> StoredPosition {
    StoredPosition(
      number: number,
      position: Position(
        id: position.id, portfolio: position.portfolio, instrumentID: position.instrumentID,
        quantity: quantity,
        markCleanPrice: position.markCleanPrice, spreadBasisPoints: position.spreadBasisPoints,
        reportedValue: position.reportedValue, counterpartyID: position.counterpartyID),
      productType: productType, currency: currency, instrumentVersion: instrumentVersion,
      instrumentRecord: instrumentRecord)
  }
}
