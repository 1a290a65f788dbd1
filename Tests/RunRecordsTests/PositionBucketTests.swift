import RunRecords
import Testing

@Suite("Position buckets")
struct PositionBucketTests {
  /// (n // 16 · 0x9E3779B97F4A7C15 mod 2⁶⁴) >> 48 in Python's integers.
  @Test(
    "hashes never change",
    arguments: [
      (0, 0x0000), (15, 0x0000), (16, 0x9e37), (31, 0x9e37), (32, 0x3c6e),
      (999, 0x516f), (1_000_000, 0x1fd1), (2_147_483_647, 0x2dc2),
    ] as [(Int32, Int)])
  func pinned(number: Int32, hash: Int) {
    #expect(Int(PositionBucket.hash(ofNumber: number)) == hash)
  }

  @Test("the ranges of all buckets cover every hash once, and agree with the bucket of each hash")
  func ranges() {
    for count in [1, 2, 3, 7, 10, 64, 1_000, 4_096] {
      var next = 0
      for bucket in 0..<count {
        let hashes = PositionBucket.hashes(of: bucket, bucketCount: count)
        #expect(hashes.lowerBound == next)
        #expect(
          PositionBucket.bucket(ofHash: UInt16(hashes.lowerBound), bucketCount: count) == bucket
            && PositionBucket.bucket(ofHash: UInt16(hashes.upperBound), bucketCount: count) == bucket)
        next = hashes.upperBound + 1
      }
      #expect(next == 65_536)
    }
  }

  @Test("buckets of any book differ by few blocks", arguments: [2, 3, 8, 16, 50])
  func spread(bucketCount: Int) {
    for positions in [100, 1_000, 16_000, 100_000] as [Int32] {
      var counts = [Int32](repeating: 0, count: bucketCount)
      for number in 0..<positions {
        counts[PositionBucket.bucket(ofNumber: number, bucketCount: bucketCount)] += 1
      }
      #expect(counts.max()! - counts.min()! <= 4 * PositionBucket.block)
    }
  }
}
