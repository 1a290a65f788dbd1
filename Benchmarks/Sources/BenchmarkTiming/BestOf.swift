import Glibc

/// The best of several calls of the same work: what it takes when nothing else disturbs it.
public enum BestOf {
  /// Milliseconds by the clock.
  public static func milliseconds(_ count: Int, _ work: () throws -> Void) rethrows -> Double {
    try least(count, CLOCK_MONOTONIC, work)
  }

  /// Milliseconds of this process's processor time, so that what else runs on the machine counts little.
  public static func processorMilliseconds(_ count: Int, _ work: () throws -> Void) rethrows -> Double {
    try least(count, CLOCK_PROCESS_CPUTIME_ID, work)
  }

  private static func least(_ count: Int, _ clock: clockid_t, _ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(clock, &time)
      return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
    var least = Double.infinity
    for _ in 0..<count {
      let began = now()
      try work()
      least = min(least, now() - began)
    }
    return least
  }
}
