import AuditTrail
import Foundation
import Glibc
import JSONDocuments

/// Heads of the audit trail as files: one JSON document each.
enum AuditHeadFile {
  /// Writes a new file, whole or not at all.
  static func write(_ head: AuditHead, to path: String) throws {
    func failure(_ what: String) -> CommandError {
      CommandError(.unavailable, "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
    let unfinished = path + ".unfinished"
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure("make") }
    let bytes = Array(try CanonicalJSON.encode(head).utf8) + [UInt8(ascii: "\n")]
    let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten else { throw failure("write") }
    // Unlike a renaming, a link never replaces what is there.
    guard link(unfinished, path) == 0 else {
      defer { unlink(unfinished) }
      throw failure("make")
    }
    unlink(unfinished)
  }

  /// The name of a head in a folder of many; in the order of the trail.
  static func name(_ head: AuditHead) -> String {
    let digits = String(head.sequence)
    return "audit-head-\(String(repeating: "0", count: max(0, 12 - digits.count)))\(digits).json"
  }

  /// The head of a file, or those of all files in a folder that are named as heads are.
  static func read(_ path: String) throws -> [AuditHead] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandError(.rejectedInput, "there is no file or folder \(path); name one with --head")
    }
    guard isFolder.boolValue else { return [try head(path)] }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).filter {
      $0.hasPrefix("audit-head-") && $0.hasSuffix(".json")
    }
    guard !names.isEmpty else {
      throw CommandError(
        .rejectedInput, "\(path) has no file audit-head-….json; name another folder with --head")
    }
    return try names.sorted().map { try head(path + "/" + $0) }
  }

  private static func head(_ path: String) throws -> AuditHead {
    do {
      return try CanonicalJSON.decode(AuditHead.self, from: String(contentsOfFile: path, encoding: .utf8))
    } catch {
      throw CommandError(
        .rejectedInput, "\(path) holds no head of an audit trail: \(error); take another copy of it")
    }
  }
}
