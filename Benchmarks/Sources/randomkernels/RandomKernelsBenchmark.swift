import BenchmarkTiming
import CRandomKernel

/// Times the two kernels of simulated normal numbers with each set of instructions that this machine has: a block of 64 paths of 360
/// steps, two numbers each. Nanoseconds of processor time a number, the least of many; and a sum that is the same on every line.
///
/// Bound, before measuring: Philox is 90 operations for two numbers, a quantile 40 and 15% of 130 more: 105 operations, three in a
/// cycle of 4 GHz are 8.7 ns in one lane, 2.2 ns with AVX2's four and 1.1 ns with AVX-512's eight.
@main struct RandomKernelsBenchmark {
  static let width = 64
  static let steps = 360

  static func main() {
    for (path, name) in [
      (tenor_random_portable, "portable"), (tenor_random_avx2, "AVX2"), (tenor_random_avx512, "AVX-512"),
    ] where tenor_random_path_is_available(path) {
      var first = [Double](repeating: 0, count: width * steps)
      var second = first
      let uniforms = BestOf.processorMilliseconds(300) { fill(&first, &second, path) }
      let both = BestOf.processorMilliseconds(300) {
        fill(&first, &second, path)
        tenor_normal_quantiles(&first, Int64(first.count), path)
        tenor_normal_quantiles(&second, Int64(second.count), path)
      }
      let nanoseconds = 1e6 / Double(2 * width * steps)
      print(
        "\(name): uniform numbers \(rounded(uniforms * nanoseconds)) ns, normal numbers"
          + " \(rounded(both * nanoseconds)) ns; sum \(first.reduce(0, +) + second.reduce(0, +))")
    }
  }

  static func fill(_ first: inout [Double], _ second: inout [Double], _ path: tenor_random_path) {
    first.withUnsafeMutableBufferPointer { first in
      second.withUnsafeMutableBufferPointer { second in
        for step in 0..<steps {
          tenor_philox_uniforms(
            first.baseAddress! + step * width, second.baseAddress! + step * width, Int64(width), 0,
            UInt64(step), 7, path)
        }
      }
    }
  }

  static func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}
