/// Arrays taken four numbers at a time.
enum Lanes {
  /// Replaces `values` by the function of them; the last, if fewer than four, beside ones.
  @inline(__always)
  static func apply(_ values: inout [Double], _ function: (SIMD4<Double>) -> SIMD4<Double>) {
    values.withUnsafeMutableBufferPointer { buffer in
      var index = 0
      while index + 4 <= buffer.count {
        let four = function(SIMD4(buffer[index], buffer[index + 1], buffer[index + 2], buffer[index + 3]))
        for lane in 0..<4 { buffer[index + lane] = four[lane] }
        index += 4
      }
      if index < buffer.count {
        var rest = SIMD4<Double>(repeating: 1)
        for lane in 0..<buffer.count - index { rest[lane] = buffer[index + lane] }
        rest = function(rest)
        for lane in 0..<buffer.count - index { buffer[index + lane] = rest[lane] }
      }
    }
  }
}
