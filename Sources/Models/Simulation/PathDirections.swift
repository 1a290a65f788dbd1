import Glibc

/// Directions in which the steps of a path move together, for what is paid over the whole time and counts the less the later it is.
///
/// They are unit vectors of steps. In the clock τ = 1 − e^(−decay·t), which runs fastest today, they are the first Karhunen-Loève
/// functions of Brownian motion, √2·cos((k − ½)πτ/τ(end)): sums of steps that together leave least of its variance to the others. A Sobol
/// point's first numbers decide how far a path goes in each direction, and the others what is left.
///
/// Åkesson, F., Lehoczky, J. (2000): Path generation for quasi-Monte Carlo simulation of mortgage-backed securities, Management Science
/// 46(9): principal components in place of the bridge.
struct PathDirections: Sendable {
  /// A year; about how fast mortgages are repaid and discounted together.
  static let decay = 0.2
  static let most = 16

  let count: Int
  /// For each step the parts of all directions.
  let parts: [Double]

  /// Precondition: `times` are not empty and ascend strictly from above 0.
  init(times: [Double]) {
    let count = min(Self.most, times.count)
    func clock(_ time: Double) -> Double { -expm1(-Self.decay * time) }
    let end = clock(times[times.count - 1])
    var directions: [[Double]] = []
    for number in 0..<count {
      var direction = times.indices.map { step in
        let (start, stop) = (step == 0 ? 0 : clock(times[step - 1]), clock(times[step]))
        let angle = (Double(number) + 0.5) * Double.pi * 0.5 * (start + stop) / end
        return (stop - start).squareRoot() * cos(angle)
      }
      // At right angles to those before but for what steps are too long for; twice, as once leaves rounding.
      for before in directions + directions {
        let shared = Self.product(direction, before)
        for step in direction.indices { direction[step] -= shared * before[step] }
      }
      let length = Self.product(direction, direction).squareRoot()
      directions.append(direction.map { $0 / length })
    }
    self.count = count
    parts = times.indices.flatMap { step in directions.map { $0[step] } }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Takes independent standard normal numbers to those of the steps, which are again independent and standard normal: what steps have
  /// along a direction is replaced by the number of the direction.
  ///
  /// - Parameters:
  ///   - rows: a row of `width` numbers for each step.
  ///   - along: a row for each direction; overwritten.
  func apply(_ rows: UnsafeMutablePointer<Double>, along: UnsafeMutablePointer<Double>, width: Int) {
    parts.withUnsafeBufferPointer { parts in
      for step in 0..<parts.count / count {
        let row = rows + step * width
        for number in 0..<count {
          let (missing, part) = (along + number * width, parts[step * count + number])
          for lane in 0..<width { missing[lane] -= part * row[lane] }
        }
      }
      for step in 0..<parts.count / count {
        let row = rows + step * width
        for number in 0..<count {
          let (missing, part) = (along + number * width, parts[step * count + number])
          for lane in 0..<width { row[lane] += part * missing[lane] }
        }
      }
    }
  }
}
