import DatesAndConventions
import Testing

@testable import TenorCommands

@Suite("Words of a command line")
struct ArgumentsTests {
  private static let command = Command(
    path: ["desk", "quote"], summary: "Quote", arguments: ["BOND", "[DAY]"],
    options: [
      .init(name: "price", value: "PRICE", help: ""), .init(name: "rate", value: "RATE", help: ""),
      .init(name: "on", value: "DATE", help: ""), .init(name: "host", value: "NAME", help: "", repeats: true),
      .init(name: "by", value: "USER", help: ""), .init(name: "quiet", value: nil, help: ""),
    ], example: "tenor desk quote B1"
  ) { _, _ in .success }

  private func arguments(_ words: String...) throws(CommandError) -> Arguments {
    try Arguments(words, for: Self.command)
  }

  private func message(_ words: String...) -> String? {
    do {
      _ = try Arguments(words, for: Self.command)
      return nil
    } catch {
      #expect(error.code == .usage)
      return error.message
    }
  }

  @Test("options may stand anywhere, with = or a space")
  func options() throws {
    let given = try arguments("--price", "-99.5", "B1", "--host=a", "--quiet", "--host", "b=c", "--by=")
    #expect(given.positional == ["B1"])
    #expect(given.value("price") == "-99.5" && given.all("host") == ["a", "b=c"] && given.value("by") == "")
    #expect(given.has("quiet") && !given.has("rate") && given.value("rate") == nil)
    let ended = try arguments("--quiet", "--", "--price", "x")
    #expect(ended.positional == ["--price", "x"] && !ended.has("price"))
  }

  @Test("what is wrong is named with what would be right")
  func wrong() {
    #expect(message("B1") == nil)
    #expect(message()?.contains("BOND is missing; usage: tenor desk quote BOND [DAY] [options]") == true)
    #expect(message("a", "b", "c")?.contains("'c' is one word too many") == true)
    #expect(message("B1", "--prise=1")?.contains("takes --price, --rate, --on") == true)
    #expect(message("B1", "--quiet=yes") == "--quiet takes no value")
    #expect(message("B1", "--price") == "--price needs a value: --price PRICE")
    #expect(message("B1", "--price", "1", "--price=2") == "--price is given twice; give it once")
  }

  @Test("an option is not the value of the one before, unless it is written with =")
  func forgottenValue() throws {
    #expect(message("B1", "--price", "--quiet") == "--price needs a value: --price PRICE")
    #expect(message("B1", "--by", "--") == "--by needs a value: --by USER")
    #expect(try arguments("B1", "--by=--quiet").value("by") == "--quiet")
  }

  @Test(
    "numbers are decimal and finite",
    arguments: [
      ("99.5", 99.5), ("-1e2", -100), ("0x10", nil), ("nan", nil), ("inf", nil), ("1e999", nil), ("", nil),
    ])
  func numbers(text: String, value: Double?) throws {
    let given = try arguments("B1", "--price=\(text)")
    if let value {
      #expect(try given.number("price") == value)
    } else {
      #expect(throws: CommandError.self) { try given.number("price") }
    }
  }

  @Test(
    "rates are per cents or decimals below 1",
    arguments: [
      ("4.375%", 0.04375), ("0.04375", 0.04375), ("-0.5%", -0.005), ("250%", 2.5), ("4.375", nil), ("%", nil),
      ("0x1p-3", nil),
    ])
  func rates(text: String, value: Double?) throws {
    let given = try arguments("B1", "--rate=\(text)")
    if let value {
      #expect(try given.rate("rate") == value)
    } else {
      let error = #expect(throws: CommandError.self) { try given.rate("rate") }
      #expect(error?.message.contains("write 4.375% or 0.04375") == true)
    }
  }

  @Test("whole numbers, dates and choices name their range")
  func ranges() throws {
    let given = try arguments("B1", "--price=7", "--on=2023-02-29", "--by=weekly")
    #expect(try given.integer("price", default: 1, in: 0...7) == 7)
    #expect(try given.integer("rate", default: 1, in: 0...7) == 1)
    let high = #expect(throws: CommandError.self) { try given.integer("price", default: 1, in: 0...6) }
    #expect(high?.message == "--price '7' is not a whole number from 0 to 6")
    #expect(throws: CommandError.self) { try given.date("on") }
    let choice = #expect(throws: CommandError.self) { try given.choice("by", default: Side.left) }
    #expect(choice?.message == "--by 'weekly' is not known; choose one of left, right")
  }

  @Test("a person is named by a plain text")
  func person() throws {
    let console = Recorder(environment: ["USER": "ann"]).console
    #expect(try arguments("B1").person(console) == "ann")
    #expect(try arguments("B1", "--by", "bob smith").person(console) == "bob smith")
    #expect(try arguments("B1").person(Recorder().console) == "unknown")
    for name in ["", "a\nb", String(repeating: "x", count: 101)] {
      #expect(throws: CommandError.self) { try arguments("B1", "--by=\(name)").person(console) }
    }
  }
}

private enum Side: String, CaseIterable { case left, right }
