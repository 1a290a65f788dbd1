import CMachineBounds
import Pricing

/// What this machine can do at most, measured on all threads at once.
struct MachineBounds {
  /// Multiply-adds in registers, two operations each, per second of processor time of one thread.
  let peakPerThread: Double
  /// Bytes read in order by all threads together per second.
  let streamBytes: Double

  init(_ path: DiscountKernel.Path, threads: Int) throws {
    let bits: Int32 =
      switch path {
      case .portable: 128
      case .avx2: 256
      case .avx512: 512
      }
    let rates = try onThreads(threads) { _ in
      let start = tenor_thread_seconds()
      let operations = tenor_peak_multiply_adds(bits, 8_000_000)
      return operations / (tenor_thread_seconds() - start)
    }
    peakPerThread = rates.reduce(0, +) / Double(threads)

    // Larger than any cache, read twice, the first time unmeasured.
    let values = [Double](repeating: 1, count: 32 << 20)
    let clock = ContinuousClock()
    func read() throws -> Double {
      let start = clock.now
      let sums = try onThreads(threads) { thread in
        values.withUnsafeBufferPointer { values in
          let share = values.count / threads
          return tenor_stream_sum(values.baseAddress! + thread * share, Int64(share))
        }
      }
      precondition(sums.reduce(0, +) == Double(values.count / threads * threads), "a sum went wrong")
      return Double(values.count * 8) / ((clock.now - start) / .seconds(1))
    }
    _ = try read()
    streamBytes = try max(read(), read())
  }
}
