import RunRecords
import Testing

@Suite("Position buckets")
struct PositionBucketTests {
  /// Tools/goldens/position_hash.py, an independent implementation.
  @Test(
    "hashes never change",
    arguments: [
      ("", 0xEFD0), ("a", 0x82A2), ("P-1", 0xAFED), ("POSITION-000001", 0x604C), ("é", 0x9D55),
    ] as [(String, Int)])
  func pinned(id: String, hash: Int) {
    #expect(Int(PositionBucket.hash(of: id)) == hash)
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

  @Test("ids in sequence spread evenly")
  func spread() {
    var counts = [Int](repeating: 0, count: 16)
    for number in 0..<16_000 {
      counts[PositionBucket.bucket(of: "POS-\(number)", bucketCount: 16)] += 1
    }
    // Five standard deviations of a binomial with mean 1,000.
    for count in counts { #expect(abs(count - 1_000) < 155) }
  }
}
