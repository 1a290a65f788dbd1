/// The share of a portfolio that a position belongs to when a run is cut into tasks.
///
/// Every position of a snapshot has a 16-bit hash that never changes; a bucket is an equal range of hashes. So any bucket
/// count can be asked of the same stored column, each bucket is one index range, and growing the count only splits buckets.
/// Sixteen neighbours share a hash: what a task reads and writes lies in few pages, and so does a page of results.
public enum PositionBucket {
  /// Bucket counts that a run may ask for.
  public static let counts = 1...4096

  /// Positions that share a hash.
  public static let block: Int32 = 16

  /// The hash of a position's number in its snapshot: the upper 16 bits of its block's number times 2⁶⁴ over the golden
  /// ratio.
  ///
  /// The hashes of any run of blocks lie evenly (three-gap theorem), so buckets differ by few blocks even in a small book.
  /// Source: D. Knuth, The Art of Computer Programming, volume 3, 6.4, Fibonacci hashing.
  public static func hash(ofNumber number: Int32) -> UInt16 {
    UInt16((UInt64(number / block) &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }

  /// Buckets for about two thousand positions a task: enough tasks to keep workers busy, each soon done again.
  public static func standardCount(positions: Int) -> Int {
    min(max(1, (positions + 1_999) / 2_000), counts.upperBound)
  }

  /// The bucket of a hash, 0 up to `bucketCount`.
  public static func bucket(ofHash hash: UInt16, bucketCount: Int) -> Int {
    precondition(counts.contains(bucketCount), "bucket counts are \(counts)")
    return (Int(hash) * bucketCount) >> 16
  }

  /// The bucket of a position.
  public static func bucket(ofNumber number: Int32, bucketCount: Int) -> Int {
    bucket(ofHash: hash(ofNumber: number), bucketCount: bucketCount)
  }

  /// The hashes of one bucket.
  public static func hashes(of bucket: Int, bucketCount: Int) -> ClosedRange<Int> {
    precondition(counts.contains(bucketCount), "bucket counts are \(counts)")
    precondition((0..<bucketCount).contains(bucket), "buckets count from 0")
    // The first hash h with h × count ≥ bucket × 65536.
    func first(_ bucket: Int) -> Int { ((bucket << 16) + bucketCount - 1) / bucketCount }
    return first(bucket)...(first(bucket + 1) - 1)
  }
}
