import HTTPServing
import Instruments
import JSONDocuments
import PostgresStore
import RunRecords

extension PortfolioService {
  private static let mostControls = 10_000

  /// Compares the totals that somebody else has with those of a snapshot, and names every difference.
  func reconcilePositions(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: ["node"])
    let id = try request.snapshotID()
    let node = try request.node(request.query.text("node", upTo: 200))
    let controls = try request.document(Controls.self).totals
    guard (1...Self.mostControls).contains(controls.count) else {
      throw ProblemDetails.unprocessable([
        .init(
          field: "totals", message: "are \(controls.count)",
          fix: "send 1 to \(Self.mostControls), by node at least")
      ])
    }
    for (index, control) in controls.enumerated() where !control.node.isPlainText(upTo: 200) {
      throw ProblemDetails.unprocessable([
        .init(
          field: "totals[\(index)].node",
          message: "is longer than 200 characters or holds control characters",
          fix: "write the path of a portfolio node")
      ])
    }
    let stored = try environment.reading.read { connection in
      let store = PositionSnapshotStore(connection)
      return try store.totals(ofSnapshot: store.existing(id).number, under: node)
    }
    return try .document(ReconciliationView(Reconciliation(controls, stored: stored)))
  }

  private struct Controls: Decodable {
    let totals: [ControlTotal]
  }

  private struct ReconciliationView: Encodable {
    let isReconciled: Bool
    let agreeing: Int
    let differences: [Difference]

    init(_ reconciliation: Reconciliation) {
      isReconciled = reconciliation.differences.isEmpty
      agreeing = reconciliation.agreeing
      differences = reconciliation.differences.map(Difference.init)
    }
  }

  private struct Difference: Encodable {
    enum Kind: String, Encodable {
      case positionCount = "POSITION_COUNT"
      case quantity = "QUANTITY"
      case notStored = "NOT_STORED"
      case notControlled = "NOT_CONTROLLED"
    }

    let kind: Kind
    let node: String
    let currency: String?
    let productType: String?
    let expected: Double?
    let stored: Double

    init(_ difference: Reconciliation.Difference) {
      switch difference {
      case .positionCount(let control, let stored):
        self.init(.positionCount, control, expected: Double(control.positionCount), stored: Double(stored))
      case .quantity(let control, let stored):
        self.init(.quantity, control, expected: control.quantity, stored: stored)
      case .notStored(let control):
        self.init(.notStored, control, expected: Double(control.positionCount), stored: 0)
      case .notControlled(let total):
        self.init(
          .notControlled, node: total.key.portfolio, currency: total.key.currency,
          productType: total.key.productType, expected: nil, stored: Double(total.positionCount))
      }
    }

    private init(_ kind: Kind, _ control: ControlTotal, expected: Double?, stored: Double) {
      self.init(
        kind, node: control.node, currency: control.currency, productType: control.productType,
        expected: expected,
        stored: stored)
    }

    private init(
      _ kind: Kind, node: String, currency: String?, productType: ProductType?, expected: Double?,
      stored: Double
    ) {
      self.kind = kind
      self.node = node
      self.currency = currency
      self.productType = productType?.rawValue
      self.expected = expected
      self.stored = stored
    }
  }
}
