/// The share of a portfolio that a position belongs to when a run is cut into tasks.
///
/// Every position id has a 16-bit hash that never changes; a bucket is an equal range of hashes. So any bucket count can
/// be asked of the same stored column, each bucket is one index range, and growing the count only splits buckets.
public enum PositionBucket {
  /// Bucket counts that a run may ask for.
  public static let counts = 1...4096

  /// The hash of a position id: the upper 16 bits of FNV-1a 64 over its UTF-8 bytes, mixed.
  ///
  /// FNV-1a alone spreads its upper bits badly over short ids, hence the finaliser.
  /// Sources: G. Fowler, L. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm"; A. Appleby, MurmurHash3,
  /// 64-bit finaliser.
  public static func hash(of positionID: String) -> UInt16 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in positionID.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return UInt16((hash ^ (hash >> 33)) >> 48)
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

  /// The bucket of a position id.
  public static func bucket(of positionID: String, bucketCount: Int) -> Int {
    bucket(ofHash: hash(of: positionID), bucketCount: bucketCount)
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
