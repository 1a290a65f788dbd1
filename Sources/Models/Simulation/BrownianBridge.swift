/// A Brownian path from its end to its details: the first number decides where the path ends, the next where its middle is,
/// and so on, so that the first few dimensions of a Sobol point carry most of the variance.
///
/// Caflisch, R., Morokoff, W., Owen, A. (1997): Valuation of mortgage-backed securities using Brownian bridges to reduce
/// effective dimension, Journal of Computational Finance 1(1). The order of points is that of QuantLib.
struct BrownianBridge: Sendable {
  private struct Point: Sendable {
    /// Places of the point and of its neighbours that are known already; −1 is the start, which is 0.
    let place: Int
    let left: Int
    let right: Int
    let leftWeight: Double
    let rightWeight: Double
    let deviation: Double
  }

  private let points: [Point]
  /// Standard deviation of each step's increment, inverted.
  private let inverseDeviations: [Double]

  /// Precondition: `times` are not empty and ascend strictly from above 0.
  init(times: [Double]) {
    func time(_ place: Int) -> Double { place < 0 ? 0 : times[place] }
    let last = times.count - 1
    var points = [
      Point(
        place: last, left: -1, right: last, leftWeight: 0, rightWeight: 0,
        deviation: times[last].squareRoot())
    ]
    // Gaps between known points, wide ones before the ones they leave.
    var gaps = [(left: -1, right: last)]
    var next = 0
    while next < gaps.count {
      let (left, right) = gaps[next]
      next += 1
      guard right - left > 1 else { continue }
      let place = left + 1 + (right - left - 2) / 2
      let (start, middle, end) = (time(left), time(place), time(right))
      points.append(
        Point(
          place: place, left: left, right: right, leftWeight: (end - middle) / (end - start),
          rightWeight: (middle - start) / (end - start),
          deviation: ((middle - start) * (end - middle) / (end - start)).squareRoot()))
      gaps.append((left, place))
      gaps.append((place, right))
    }
    self.points = points
    inverseDeviations = times.indices.map { 1 / (times[$0] - time($0 - 1)).squareRoot() }
  }

  /// Takes independent standard normal numbers, the most important first, to those of the steps in their order, which
  /// are again independent and standard normal.
  ///
  /// - Parameters:
  ///   - rows: a row of `width` numbers for each point.
  ///   - scratch: room for as many.
  func apply(
    _ rows: UnsafeMutablePointer<Double>, width: Int, scratch: UnsafeMutablePointer<Double>
  ) {
    for (number, point) in points.enumerated() {
      let normal = rows + number * width
      let target = scratch + point.place * width
      if point.left < 0 {
        let right = scratch + point.right * width
        for lane in 0..<width {
          let known = number == 0 ? 0 : point.rightWeight * right[lane]
          target[lane] = known + point.deviation * normal[lane]
        }
      } else {
        let (left, right) = (scratch + point.left * width, scratch + point.right * width)
        for lane in 0..<width {
          target[lane] =
            point.leftWeight * left[lane] + point.rightWeight * right[lane] + point.deviation * normal[lane]
        }
      }
    }
    for lane in 0..<width { rows[lane] = scratch[lane] * inverseDeviations[0] }
    for step in 1..<max(inverseDeviations.count, 1) {
      let (now, before) = (scratch + step * width, scratch + (step - 1) * width)
      let row = rows + step * width
      for lane in 0..<width { row[lane] = (now[lane] - before[lane]) * inverseDeviations[step] }
    }
  }
}
