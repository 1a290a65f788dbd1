import HTTPServing
import RunRecords
import Testing

@testable import TenorCommands

@Suite("Text for people")
struct TextTests {
  @Test(
    "numbers are grouped by thousands and never minus zero",
    arguments: [
      (0, 0, "0"), (999, 0, "999"), (1_000, 0, "1,000"), (-1_234_567.891, 2, "-1,234,567.89"),
      (-0.4, 0, "0"), (-0.004, 2, "0.00"), (999.5, 0, "1,000"), (-999_999.996, 2, "-1,000,000.00"),
    ])
  func grouped(value: Double, decimals: Int, text: String) {
    #expect(NumberText.grouped(value, decimals: decimals) == text)
  }

  @Test("fixed numbers and per cents are never minus zero")
  func fixed() {
    #expect(
      NumberText.fixed(-0.0001, decimals: 2) == "0.00" && NumberText.fixed(-0.01, decimals: 2) == "-0.01")
    #expect(NumberText.percent(-0.00001) == "0.0%" && NumberText.percent(0.0529, decimals: 2) == "5.29%")
  }

  @Test(
    "sizes have a unit",
    arguments: [
      (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (9_949, "9.9 kB"), (9_951, "10 kB"), (999_499, "999 kB"),
      (999_500, "1.0 MB"), (147_000_000, "147 MB"), (1_500_000_000, "1.5 GB"), (Int.max, "9.2 EB"),
    ])
  func bytes(count: Int, text: String) { #expect(NumberText.bytes(count) == text) }

  @Test("a table is aligned, without spaces at the ends of lines")
  func table() {
    var table = TextTable([("name", .left), ("value", .right), ("", .left)])
    #expect(table.isEmpty)
    table.append(["a", "1,000", "long note"])
    table.append(["abcdef", "-5", ""])
    #expect(
      table.lines == [
        "  name    value", "  ------  -----  ---------", "  a       1,000  long note", "  abcdef     -5",
      ])
  }

  @Test("a log line cannot be forged by a value")
  func log() {
    let line = ServerLogText.line(
      ServerLogEntry(
        .info, "request", requestID: "r1",
        fields: ["path": "/x\" status=\"200\nerror: forged", "method": "GET"]))
    #expect(line == #"info: request request="r1" method="GET" path="/x\" status=\"200\nerror: forged""#)
  }

  @Test("a progress line tells what is done, paused and dead")
  func progress() throws {
    let id = try #require(RunID("R1"))
    func line(_ done: Int, of all: Int, dead: Int = 0, isPaused: Bool = false) -> String {
      let record = RunRecord(
        number: 1, id: id, state: .queued, isPublished: false, marketSnapshotID: "m", positionSnapshotID: "p",
        requestHash: "h", scenarioIDs: ["BASE"], positionCount: all, taskCount: 4, tasksDone: 0,
        createdAt: "",
        createdBy: "", startedAt: nil, finishedAt: nil, error: nil)
      return RunStatus(
        run: record,
        progress: RunProgress(
          id: id, state: .running, queued: 1, running: 1, succeeded: 2, failed: 0, dead: dead, taskCount: 4,
          positionsDone: done, positionCount: all, elapsedMilliseconds: 1_449, error: nil, isPaused: isPaused)
      ).line
    }
    let half = String(repeating: "#", count: 15) + String(repeating: ".", count: 15)
    #expect(line(5, of: 10) == "R1 RUNNING [\(half)] 5/10 positions, 2/4 tasks, 1.4 s")
    #expect(line(0, of: 0).contains("[\(String(repeating: "#", count: 30))] 0/0 positions"))
    #expect(line(1, of: 3, dead: 1, isPaused: true).hasSuffix("2/4 tasks, paused, 1 dead, 1.4 s"))
  }

  @Test("progress is drawn over on a terminal and goes line by line elsewhere")
  func console() {
    let terminal = Recorder(isInteractive: true)
    terminal.console.progress("a")
    terminal.console.endProgress()
    #expect(terminal.finish().errors == "\r\u{1B}[Ka\n")
    let file = Recorder()
    file.console.progress("a")
    file.console.endProgress()
    file.console.print("result")
    #expect(file.finish() == ("result\n", "a\n"))
  }
}
