/// Who brought a market snapshot, in which files.
public struct MarketUpload: Sendable, Hashable {
  public let uploadedBy: String
  /// Empty where the document itself was sent.
  public let files: [SourceFile]
  /// The import that it came with; `nil` where it came by itself.
  public let importNumber: Int32?

  public init(by uploadedBy: String, files: [SourceFile] = [], importNumber: Int32? = nil) {
    self.uploadedBy = uploadedBy
    self.files = files
    self.importNumber = importNumber
  }
}

/// A file that something stored was read from.
public struct SourceFile: Sendable, Hashable, Codable {
  /// Without its folder.
  public let name: String
  public let byteCount: Int
  /// Of its bytes as they came, 64 lower-case hexadecimal digits.
  public let sha256: String

  public init(name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}
