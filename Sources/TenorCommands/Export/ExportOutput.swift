import Foundation
import Glibc
import JSONDocuments
import PostgresStore
import RunRecords
import RunReports

/// Writes an export where the command line says.
///
/// To a file it writes beside it and renames at the end, so that a file is whole or not there.
struct ExportOutput {
  static let options = [
    Command.Option(
      name: "format", value: "FORMAT", help: "csv, json or xlsx; default by the file's ending, or else csv"),
    Command.Option(name: "output", value: "FILE", help: "default standard output"),
    DatabaseOption.option,
  ]

  private let format: ExportFormat
  private let path: String?
  private let console: Console

  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    self.console = console
    path = arguments.value("output")
    let ending = path.flatMap { ExportFormat(rawValue: URL(fileURLWithPath: $0).pathExtension.lowercased()) }
    format = try arguments.choice("format", default: ending ?? .csv)
    guard path != nil || format != .xlsx || isatty(STDOUT_FILENO) == 0 else {
      throw CommandError(.usage, "a workbook is not for a terminal; name a file with --output")
    }
  }

  /// Exports a table of a run.
  func write(_ table: some RunExport, of run: RunRecord, _ connection: PostgresConnection) throws {
    let request = try RunStore(connection).request(id: run.id)
    try write(
      table,
      about: ExportAbout.run(
        run, codeVersion: request?.codeVersion ?? "", exportedAt: Date.now.formatted(.iso8601),
        program: TenorVersion.text), connection)
  }

  func write(_ table: some RunExport, about: [ExportTable.About], _ connection: PostgresConnection) throws {
    guard let path else {
      try write(table, about, connection, descriptor: STDOUT_FILENO)
      return
    }
    let unfinished = path + ".part"
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw ExportOutput.failure(path) }
    var isWhole = false
    defer {
      close(descriptor)
      if !isWhole { unlink(unfinished) }
    }
    let rows = try write(table, about, connection, descriptor: descriptor)
    guard fsync(descriptor) == 0, rename(unfinished, path) == 0 else { throw ExportOutput.failure(path) }
    isWhole = true
    console.note("wrote \(NumberText.grouped(Double(rows))) rows to \(path)")
  }

  @discardableResult
  private func write(
    _ table: some RunExport, _ about: [ExportTable.About], _ connection: PostgresConnection, descriptor: Int32
  ) throws -> Int {
    do {
      return try table.write(
        as: format, about: about, from: SingleConnection(connection), to: ByteOutput(descriptor: descriptor))
    } catch let error as ByteOutput.Failure {
      throw CommandError(.failed, "\(error); check the folder and the room on its disk")
    }
  }

  private static func failure(_ path: String) -> CommandError {
    CommandError(.failed, "cannot write \(path): \(String(cString: strerror(errno))); check the folder")
  }
}
