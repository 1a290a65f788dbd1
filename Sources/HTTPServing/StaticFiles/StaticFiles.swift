private import Foundation

/// The files of a folder, read once and answered from memory.
///
/// A request names a file by the exact bytes of its path, so no path leads out of the folder: what was not read at the
/// start is not there. A file `NAME.gz` is the compressed form of `NAME` for clients that accept it.
public struct StaticFiles: Sendable {
  /// Why a folder cannot be served.
  public enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
    case notAFolder(String)
    case noIndex(String)
    case unreadable(String)
    case tooLarge(folder: String, limit: Int)

    public var description: String {
      switch self {
      case .notAFolder(let folder): "\(folder) is not a folder"
      case .noIndex(let folder): "\(folder) has no index.html; build the dashboard with: make web"
      case .unreadable(let path): "\(path) cannot be read"
      case .tooLarge(let folder, let limit): "\(folder) holds more than \(limit) bytes of files"
      }
    }
  }

  /// A file's two forms, ready to be sent.
  private struct Entry {
    var plain: HTTPResponse
    var compressed: HTTPResponse?
  }

  /// The most bytes that are held in memory.
  public static let sizeLimit = 64 * 1024 * 1024

  private let entries: [String: Entry]

  /// Reads every regular file below `folder`; links and hidden files are left out.
  public init(folder: String) throws(Fault) {
    let root = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath()
    let keys: Set<URLResourceKey> = [.isRegularFileKey, .isSymbolicLinkKey, .fileSizeKey]
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root.path, isDirectory: &isFolder), isFolder.boolValue,
      let walk = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles])
    else { throw .notAFolder(folder) }
    var contents: [String: [UInt8]] = [:]
    var size = 0
    for case let file as URL in walk {
      guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true,
        values.isSymbolicLink != true
      else { continue }
      guard let data = try? Data(contentsOf: file) else { throw .unreadable(file.path) }
      size += data.count
      guard size <= Self.sizeLimit else { throw .tooLarge(folder: folder, limit: Self.sizeLimit) }
      contents[String(file.path.dropFirst(root.path.count))] = [UInt8](data)
    }
    guard contents["/index.html"] != nil else { throw .noIndex(folder) }
    entries = Dictionary(
      uniqueKeysWithValues: contents.filter { !$0.key.hasSuffix(".gz") }
        .map { path, bytes in
          let plain = Self.response(path, bytes)
          let compressed = contents[path + ".gz"].map { packed in
            var response = Self.response(path, packed)
            response.headers["Content-Encoding"] = "gzip"
            return response
          }
          return (path, Entry(plain: plain, compressed: compressed))
        })
  }

  /// Answers every path that no operation has: with the file, or, for a browser that opens an address of the
  /// application, with `index.html`.
  ///
  /// - Parameter operations: Paths below these are operations: one that does not exist is not found.
  public func route(operationsBelow operations: [String]) -> Route {
    Route(.get, "/", operationID: "getDashboard", execution: .inline) { request throws(ProblemDetails) in
      try response(to: request, operationsBelow: operations)
    }
  }

  private func response(
    to request: HTTPRequest, operationsBelow operations: [String]
  ) throws(ProblemDetails) -> HTTPResponse {
    let path = request.path
    let isOperation = operations.contains { path == $0 || path.hasPrefix($0 + "/") }
    let wantsPage = path == "/" || !path.hasPrefix(Self.hashedFolder) && request.acceptsHTML
    guard let entry = entries[path] ?? (wantsPage && !isOperation ? entries["/index.html"] : nil) else {
      throw .notFound("There is nothing at this path.")
    }
    let encodings = request.headers.values("Accept-Encoding").joined(separator: ",")
    return AcceptedEncoding.allowsGzip(encodings) ? entry.compressed ?? entry.plain : entry.plain
  }

  /// Names below carry a hash of their content.
  private static let hashedFolder = "/assets/"

  private static func response(_ path: String, _ bytes: [UInt8]) -> HTTPResponse {
    var headers = PageHeaders.all
    headers["Cache-Control"] =
      path.hasPrefix(hashedFolder) ? "public, max-age=31536000, immutable" : "no-cache"
    headers["Vary"] = "Accept-Encoding"
    return .bytes(bytes, contentType: ContentTypes.of(path), headers: headers)
      .tagged(EntityTag(hashing: bytes))
  }
}

extension HTTPRequest {
  /// Whether the client asks for a page, as a browser does that opens an address.
  var acceptsHTML: Bool {
    headers.values("Accept").joined(separator: ",").split(separator: ",")
      .contains { $0.trimmingBlanks().lowercased().hasPrefix("text/html") }
  }
}
