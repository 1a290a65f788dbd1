public import AccessControl
import CHTTPFetch

/// Fetches an identity provider's key set through libcurl.
public struct KeySetFetch: Sendable {
  /// Why there is no key set.
  public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String
  }

  private let address: KeySetAddress
  private let authorities: String?
  private let milliseconds: Int

  /// Key sets have a few kilobytes.
  public static let mostBytes = 256 * 1024
  /// From the look-up of the name to the last byte.
  public static let mostMilliseconds = 5_000

  /// - Parameter authorities: A PEM file of the authorities that the provider's certificate must lead to; `nil` for those of
  ///   the system.
  public init(
    _ address: KeySetAddress, authorities: String? = nil, milliseconds: Int = mostMilliseconds
  ) {
    self.address = address
    self.authorities = authorities
    self.milliseconds = milliseconds
  }

  /// The content of a 200; redirects are not followed.
  public func callAsFunction() throws(Failure) -> [UInt8] {
    var fetched = tenor_fetched()
    let content = [UInt8](unsafeUninitializedCapacity: Self.mostBytes) { buffer, count in
      buffer.withMemoryRebound(to: CChar.self) { buffer in
        fetched = tenor_fetch(
          address.url, authorities, milliseconds, buffer.baseAddress, buffer.count)
      }
      count = fetched.length
    }
    let error = withUnsafeBytes(of: fetched.error) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    guard error.isEmpty else { throw Failure(description: "\(address.url): \(error)") }
    guard fetched.status == 200 else {
      throw Failure(description: "\(address.url) answers \(fetched.status), not 200")
    }
    return content
  }
}
