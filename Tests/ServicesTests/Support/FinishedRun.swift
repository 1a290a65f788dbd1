@testable import Services

/// A platform with a run that is done, made once for tests that only read it.
struct FinishedRun {
  let platform: TestPlatform
  let run: String

  init() throws {
    platform = try TestPlatform()
    let book = try SampleBook(platform)
    run = try book.makeRun()
    try book.work()
  }
}
