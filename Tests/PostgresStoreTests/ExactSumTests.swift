import NumericalMethods
import TestSupport
import Testing

@testable import PostgresStore

@Suite("Exact sums of the database", .enabled(if: TestCluster.isAvailable))
struct ExactSumTests {
  /// Ties of 2^-41, parts that cancel, amounts of either sign, and the largest that may be.
  private static let awkward: [Double] = {
    let ties: [Double] = [0x1p-41, 0x1.8p-40, -0x1p-41]
    let third: Double = 1e7 / 3
    let pairs: [Double] = [0.1, -0.1, third, -third, 1e15 + 0.5, -1e15, 8.9e18, -8.9e18, 1e-300]
    let many = (1...500).map { (number: Int) -> Double in
      let size = Double(number) * 176.36671428571428
      return number.isMultiple(of: 2) ? size : -size
    }
    return ties + pairs + many
  }()

  private struct Answer: Equatable {
    let wholes: Int128?
    let remainders: Int128?
    let value: UInt64
  }

  private func sum(_ terms: [Double], _ connection: PostgresConnection) throws -> Answer {
    let sum = ExactSum(of: "x")
    let row = try connection.query(
      "SELECT \(sum.wholes)::text, \(sum.remainders)::text, \(sum.value) FROM unnest($1) AS t (x)",
      [.float8Array(terms)])[0]
    return Answer(
      wholes: Int128(row.text(0)), remainders: Int128(row.text(1)), value: row.double(2).bitPattern)
  }

  @Test("the server's sum is that of FixedPointSum, in any order")
  func sameSum() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    var expected = FixedPointSum()
    for term in Self.awkward { try expected.add(term) }
    let found = try sum(Self.awkward, connection)
    let (wholes, remainders) = (try #require(found.wholes), try #require(found.remainders))
    #expect(try FixedPointSum(wholes: wholes, remainders: remainders) == expected)
    // Whole parts and remainders stay below 2^53, so that only the last addition rounds.
    #expect(Double(bitPattern: found.value) == expected.value)
    #expect(try sum(Self.awkward.reversed(), connection) == found)
    #expect(try sum(Self.awkward.sorted(), connection) == found)
    // A sum of doubles loses what is small beside what is large.
    #expect(Self.awkward.reduce(0, +) != expected.value)
  }

  @Test("an expression of several columns is one term")
  func product() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    let row = try connection.query(
      "SELECT \(ExactSum(of: "x * y").value), \(ExactSum(of: "x - y").value) FROM (VALUES (2.5::float8, 0.5::float8), (4.25, 1.5)) AS t (x, y)"
    )[0]
    #expect(row.double(0) == 2.5 * 0.5 + 4.25 * 1.5)
    #expect(row.double(1) == 2.5 - 0.5 + 4.25 - 1.5)
  }

  @Test("a term that 64 bits do not hold is refused, not cut off")
  func tooLarge() throws {
    let connection = try PostgresConnection(try TestCluster.makeDatabase(migrated: false))
    #expect(throws: PostgresError.self) { try sum([1e19], connection) }
  }

  @Test(
    "daily totals of cash are the same sums",
    arguments: ["interest", "principal", "prepayment", "contractual_interest", "contractual_principal"])
  func migration(column: String) {
    func words(_ sql: String) -> String { sql.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let value = ExactSum(of: column).value.dropFirst().dropLast()
    #expect(words(migration0028ExactCashTotals).contains(words(String(value))))
  }
}
