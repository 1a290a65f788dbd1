/// The files of a tar archive, as POSIX.1-1988 (ustar) has it, with the extended headers of pax passed over.
public struct TarArchive {
  /// A file as it lies in the archive.
  public struct Member: Sendable {
    /// Without folders.
    public let name: String
    /// The name of the folder that it lies in; `nil` where none is written.
    public let folder: String?
    public let bytes: [UInt8]
  }

  public let members: [Member]

  private static let block = 512

  /// Reads the whole archive.
  ///
  /// Folders count for nothing, nor do files whose names begin with a point, which systems add for their own use. Throws
  /// `IngestionError` for what is no tar archive, for links and devices, for two files of one name, and beyond `limit` bytes.
  ///
  /// - Parameter file: its name, for messages.
  public init(_ source: ByteSource, file: String, limit: Int) throws(IngestionError) {
    let bytes = try source.all(file: file, limit: limit)
    var members: [Member] = []
    var offset = 0
    while offset + Self.block <= bytes.count {
      let header = bytes[offset..<offset + Self.block]
      // An archive ends with blocks of zeros.
      if header.allSatisfy({ $0 == 0 }) { break }
      guard let entry = TarHeader(Array(header)) else {
        throw IngestionError(
          file: file, message: "is no tar archive, or damaged at byte \(offset); make it with 'tar -cf'")
      }
      let start = offset + Self.block
      guard entry.size <= bytes.count - start else {
        throw IngestionError(file: file, message: "ends in the middle of \(entry.name); send the whole file")
      }
      offset = start + (entry.size + Self.block - 1) / Self.block * Self.block
      switch entry.kind {
      case .folder, .extension: continue
      case .other:
        throw IngestionError(
          file: file, message: "holds \(entry.name), which is no plain file; pack files alone")
      case .file: break
      }
      if entry.name.hasPrefix(".") { continue }
      guard !members.contains(where: { $0.name == entry.name && $0.folder == entry.folder }) else {
        throw IngestionError(file: file, message: "holds \(entry.name) twice; keep one")
      }
      members.append(
        Member(name: entry.name, folder: entry.folder, bytes: Array(bytes[start..<start + entry.size])))
    }
    guard !members.isEmpty else {
      throw IngestionError(file: file, message: "is no tar archive, or holds no file; make it with 'tar -cf'")
    }
    self.members = members
  }
}

/// What stands before each file of an archive.
private struct TarHeader {
  enum Kind {
    case file
    case folder
    /// Says more of the file that follows, which is not needed.
    case `extension`
    case other
  }

  /// The last part of the path.
  let name: String
  /// The part before it.
  let folder: String?
  let size: Int
  let kind: Kind

  /// `nil` where the checksum or a number is wrong.
  init?(_ block: [UInt8]) {
    guard let size = Self.octal(block[124..<136]), let checksum = Self.octal(block[148..<156]) else {
      return nil
    }
    // The checksum is counted with blanks in its own place.
    let sum = block.enumerated().reduce(0) { sum, byte in
      sum + (148..<156 ~= byte.offset ? 32 : Int(byte.element))
    }
    guard sum == checksum else { return nil }
    self.size = size
    let path = String(decoding: block[..<100].prefix { $0 != 0 }, as: UTF8.self)
    switch block[156] {
    case UInt8(ascii: "0"), 0: kind = .file
    case UInt8(ascii: "5"): kind = .folder
    case UInt8(ascii: "x"), UInt8(ascii: "g"): kind = .extension
    default: kind = .other
    }
    let parts = path.split(separator: "/").map(String.init)
    name = parts.last ?? path
    folder = parts.dropLast().last
  }

  /// A number in octal digits, ended by a blank or a zero.
  private static func octal(_ bytes: ArraySlice<UInt8>) -> Int? {
    let digits = bytes.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
    guard !digits.isEmpty else { return nil }
    var number = 0
    for digit in digits {
      guard 48..<56 ~= digit else { return nil }
      number = number * 8 + Int(digit - 48)
    }
    return number
  }
}
