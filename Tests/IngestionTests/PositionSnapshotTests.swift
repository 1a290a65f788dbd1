import DatesAndConventions
import Ingestion
import Instruments
import JSONDocuments
import RunRecords
import Testing

struct PositionSnapshotTests {
  private let day = CivilDate(iso: "2023-03-31")!

  private func document(_ positions: [Position], version: String = "v") throws -> PositionSnapshotDocument {
    var builder = PositionSnapshotBuilder()
    for position in positions.sorted(by: { $0.id < $1.id }) {
      try builder.append(position, instrumentVersion: version)
    }
    return builder.finish(asOf: day)
  }

  /// Rows of a file in any order give one snapshot.
  @Test func hashDoesNotDependOnTheOrderOfRows() throws {
    let header = "position_id,portfolio,instrument_id,quantity,clean_price,spread_bp,reported_value\n"
    var rows = (0..<500).map { "P\($0),FUND,X\($0 % 7),\($0).5,99.\($0),," }
    func imported() throws -> PositionSnapshotDocument {
      var positions: [Position] = []
      _ = try RecordImport<Position>(file: "p.csv").csv(
        ByteSource(Array((header + rows.joined(separator: "\n")).utf8))
      ) { positions.append($0) }
      return try document(positions)
    }
    let first = try imported()
    #expect(first.positionCount == 500)
    var generator = SplitMix(state: 5)
    for _ in 0..<5 {
      rows.shuffle(using: &generator)
      #expect(try imported() == first)
    }
    rows[0] += "1"
    #expect(try imported().positionsSHA256 != first.positionsSHA256)
  }

  /// The definition, written out: canonical lines under SHA-256, named by a canonical document.
  @Test func hashIsThatOfTheCanonicalLines() throws {
    let position = Position(
      id: "P1", portfolio: "FUND", instrumentID: "X", quantity: -1.5, markCleanPrice: 99, reportedValue: 1e21)
    let line =
      #"{"clean_price":99,"instrument_id":"X","instrument_version":"v","portfolio":"FUND","position_id":"P1","quantity":-1.5,"reported_value":1e+21}"#
      + "\n"
    let made = try document([position])
    #expect(made.positionsSHA256 == ContentHash.sha256Hex(line))
    #expect(
      try made.contentHash
        == ContentHash.sha256Hex(
          #"{"as_of":"2023-03-31","position_count":1,"positions_sha256":"\#(made.positionsSHA256)","schema_version":1}"#
        ))
    #expect(try CanonicalJSON.decode(PositionSnapshotDocument.self, from: CanonicalJSON.encode(made)) == made)
    #expect(try document([position], version: "w").positionsSHA256 != made.positionsSHA256)
  }

  @Test func refusesIdsThatDoNotAscend() throws {
    func position(_ id: String) -> Position {
      Position(id: id, portfolio: "FUND", instrumentID: "X", quantity: 1)
    }
    var builder = PositionSnapshotBuilder()
    try builder.append(position("B"), instrumentVersion: "v")
    #expect(throws: TermsError.self) { try builder.append(position("B"), instrumentVersion: "v") }
    #expect(throws: TermsError.self) { try builder.append(position("A"), instrumentVersion: "v") }
  }
}
