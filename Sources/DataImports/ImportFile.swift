public import Ingestion
import Foundation

/// A file that is to be read; it may be packed by gzip.
public struct ImportFile: Sendable {
  /// As messages name it.
  public let name: String
  public let format: ImportFormat
  /// What it may unpack to.
  public let mostBytes: Int
  private let open: @Sendable () throws(IngestionError) -> ByteSource

  /// - Parameter open: Gives the bytes from the start, each time it is called.
  public init(
    name: String, format: ImportFormat, mostBytes: Int = .max,
    open: @escaping @Sendable () throws(IngestionError) -> ByteSource
  ) {
    self.name = name
    self.format = format
    self.mostBytes = mostBytes
    self.open = open
  }

  /// The file at a path.
  public init(path: String) {
    let name = ImportFile.name(path)
    self.init(name: name, format: ImportFormat(fileName: name)) {
      () throws(IngestionError) in try ByteSource(path: path)
    }
  }

  /// The bytes, unpacked.
  ///
  /// - Parameters:
  ///   - digest: Sees the bytes as they are stored.
  ///   - note: Hears how many of them came at each read.
  public func source(digest: SourceDigest? = nil, note: ((Int) -> Void)? = nil) throws(IngestionError)
    -> ByteSource
  {
    var source = try open()
    if let digest { source = source.digested(by: digest) }
    if let note { source = source.noting(note) }
    return try source.unpacked(file: name, limit: mostBytes)
  }

  /// The last part of a path.
  public static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  /// The name without folder and endings, such as the name of a scenario set in CSV.
  public var stem: String {
    let plain = name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
    return URL(fileURLWithPath: plain).deletingPathExtension().lastPathComponent
  }
}
