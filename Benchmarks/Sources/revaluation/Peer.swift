import Foundation
import Pricing

/// What the other libraries need for the same flows: nanoseconds of one thread per flow and scenario.
struct Peer: Decodable {
  let numpyNanoseconds: Double
  let quantlibNanoseconds: Double
  let quantlibVersion: String
  /// Largest relative differences from our values.
  let numpyWorst: Double
  let quantlibWorst: Double

  private struct Sample: Encodable {
    let stride: Int
    let nodeDays: [Int]
    let nodeRates: [Double]
    let basisPoints: [Double]
  }

  /// Hands the first `count` contracts of `flows` to the peer script and waits for its answer.
  static func run(_ flows: PlacedFlows, _ matrix: DiscountMatrix, count: Int) throws -> Peer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "revaluation-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    let contracts = min(count, flows.contractCount)
    let end = flows.offsets[contracts]
    let sample = PlacedFlows(
      offsets: Array(flows.offsets[...contracts]), rows: Array(flows.rows[..<end]),
      weights: Array(flows.weights[..<end]))
    var values = [Double](repeating: 0, count: contracts * matrix.stride)
    DiscountKernel.revalue(sample, on: matrix, into: &values)
    func write<Element>(_ elements: [Element], _ name: String) throws {
      try elements.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: name))
    }
    try write(sample.offsets.map(Int64.init), "offsets.i64")
    try write(sample.rows, "days.i32")
    try write(sample.weights, "weights.f64")
    try write(values, "values.f64")
    try JSONEncoder().encode(
      Sample(
        stride: matrix.stride, nodeDays: Market.nodes.map(\.days), nodeRates: Market.nodes.map(\.rate),
        basisPoints: Market.basisPoints)
    ).write(to: folder.appending(path: "sample.json"))

    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../peers/revaluation.py")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.standardizedFileURL.path, folder.path]
    process.standardOutput = output
    try process.run()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw PeerFailure(status: process.terminationStatus) }
    return try JSONDecoder().decode(Peer.self, from: answer)
  }
}

/// The peer script could not run; its own words are on standard error.
struct PeerFailure: Error, CustomStringConvertible {
  let status: Int32

  var description: String {
    "Benchmarks/peers/revaluation.py ended with \(status); it needs QuantLib 1.44, numpy and scipy, or use --peer 0"
  }
}
