/// The times of a lattice: ascending from 0, with every time at which something happens among them.
public struct TimeGrid: Sendable, Hashable {
  /// Years from the valuation date; the first is 0.
  public let times: [Double]
  /// Places in `times` of the times that were asked for, in their order.
  public let places: [Int]

  /// Puts evenly spaced times between those asked for, so many in all that steps are about the longest time / `steps`.
  ///
  /// Between neighbours that are closer than that there is one step. Times that are equal share a place.
  ///
  /// Precondition: `needed` is not empty, ascends, starts at 0 or above and ends above 0; at least one step.
  public init(needed: [Double], steps: Int) {
    precondition(needed.first.map { $0 >= 0 } == true && needed[needed.count - 1] > 0, "times from 0 on")
    precondition(zip(needed, needed.dropFirst()).allSatisfy(<=) && steps > 0, "times ascend")
    let longest = needed[needed.count - 1] / Double(steps)
    var times = [0.0]
    times.reserveCapacity(steps + needed.count + 1)
    var places: [Int] = []
    places.reserveCapacity(needed.count)
    for time in needed {
      let begin = times[times.count - 1]
      if time > begin {
        let count = max(1, Int(((time - begin) / longest).rounded()))
        let step = (time - begin) / Double(count)
        for number in 1..<max(count, 1) { times.append(begin + Double(number) * step) }
        times.append(time)
      }
      places.append(times.count - 1)
    }
    self.times = times
    self.places = places
  }
}
