import Foundation
import Ingestion
import RunRecords
import StructuredDeals

/// Packages of deals in the files of a folder.
enum DealFolder {
  /// By deal id. Throws for a folder that cannot be read or holds none, a package that is wrong, with its file and all that is wrong with it, and two of one
  /// deal.
  static func packages(_ path: String) throws -> [String: DealPackage] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter {
        !$0.hasPrefix(".") && $0.hasSuffix(".json")
      }
    } catch {
      throw CommandError(.rejectedInput, "\(path) cannot be read: \(error.localizedDescription)")
    }
    guard !names.isEmpty else { throw CommandError(.rejectedInput, "\(path) holds no .json file") }
    var packages: [String: DealPackage] = [:]
    for name in names {
      let file = "\(path)/\(name)"
      let package: DealPackage
      do {
        package = try DealImport().package(try ByteSource(path: file), file: file).get().package
      } catch let error as IngestionError {
        throw CommandError(.rejectedInput, "\(error)")
      } catch {
        throw CommandError(.rejectedInput, "\(file): \(error)")
      }
      guard packages.updateValue(package, forKey: package.dealID) == nil else {
        throw CommandError(
          .rejectedInput, "\(file): the deal '\(package.dealID)' is in another file of \(path) too; keep one")
      }
    }
    return packages
  }
}
