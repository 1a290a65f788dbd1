import Foundation
import Testing

@testable import Models

@Suite struct PathDirectionsTests {
  static let grids: [[Double]] = [
    (1...360).map { Double($0) / 12 }, (1...20).map { 0.25 * Double($0) }, [0.5], [0.1, 0.2, 3, 4, 30],
    (1...16).map { Double($0 * $0) / 10 },
  ]

  /// Steps are again independent and standard normal: the numbers that go in are taken to them by a matrix whose rows are unit vectors at
  /// right angles. 1e-12 is rounding of a few hundred terms.
  @Test(arguments: grids)
  func stepsAreIndependent(times: [Double]) {
    let directions = PathDirections(times: times)
    let (count, steps) = (directions.count, times.count)
    #expect(count == min(steps, PathDirections.most))
    // A lane for each number that goes in: it is 1 there, and the others are 0.
    let width = count + steps
    var along = [Double](repeating: 0, count: count * width)
    var rows = [Double](repeating: 0, count: steps * width)
    for number in 0..<count { along[number * width + number] = 1 }
    for step in 0..<steps { rows[step * width + count + step] = 1 }
    rows.withUnsafeMutableBufferPointer { rows in
      along.withUnsafeMutableBufferPointer { along in
        directions.apply(rows.baseAddress!, along: along.baseAddress!, width: width)
      }
    }
    for step in 0..<steps {
      for other in stride(from: step, to: steps, by: max(1, steps / 12)) {
        var product = 0.0
        for lane in 0..<width { product += rows[step * width + lane] * rows[other * width + lane] }
        #expect(abs(product - (step == other ? 1 : 0)) < 1e-12)
      }
    }
    // What a direction does is what it is made of, and the first moves all steps the same way.
    for step in 0..<steps {
      for number in 0..<count {
        #expect(abs(rows[step * width + number] - directions.parts[step * count + number]) < 1e-12)
      }
      #expect(directions.parts[step * count] > 0)
    }
  }

  /// With a direction for each step nothing of the steps' own numbers is left.
  @Test func fewStepsAreAllDirections() {
    let directions = PathDirections(times: [1, 2, 5])
    var rows = [7.0, -3, 11]
    var along = [0.0, 0, 0]
    rows.withUnsafeMutableBufferPointer { rows in
      along.withUnsafeMutableBufferPointer { along in
        directions.apply(rows.baseAddress!, along: along.baseAddress!, width: 1)
      }
    }
    #expect(rows.allSatisfy { abs($0) < 1e-13 })
  }

  /// Steps of equal length in the clock: cosines are at right angles as they are, the discrete transform of type four.
  @Test func equalStepsOfTheClockAreADiscreteCosineTransform() {
    let steps = 8
    let times = (1...steps).map {
      -log(1 - 0.9 * Double($0) / Double(steps)) / PathDirections.decay
    }
    let directions = PathDirections(times: times)
    for step in 0..<steps {
      for number in 0..<steps {
        let cosine = cos((Double(number) + 0.5) * (Double(step) + 0.5) * .pi / Double(steps))
        let expected = (2 / Double(steps)).squareRoot() * cosine
        #expect(abs(directions.parts[step * steps + number] - expected) < 1e-12)
      }
    }
  }
}
