import Instruments
import Testing

struct LegalEntityIdentifierTests {
  /// As filed with the SEC by a bond fund for its derivatives (Form NPORT-P, 31 March 2023).
  static let real = [
    "9R7GPTSO7KV3UQJZQ078", "F226TOH6YD6XJB17KS62", "7LTWFZYICNSX8D621K86", "E57ODZWZ7FF32TWEFA76",
    "BFM8T61CT2L1QCEMIK50", "529900LN3S50JPU47S06", "R0MUWSFPU8MPRO8K5P83",
  ]

  @Test(arguments: real)
  func realOnesAreTaken(text: String) throws {
    #expect(try LegalEntityIdentifier(text).description == text)
  }

  /// MOD 97-10 finds every digit in place of another, and every letter in place of another.
  @Test(arguments: real)
  func everyWrongCharacterIsFound(text: String) {
    let characters = Array(text)
    var undetected: [String] = []
    for place in characters.indices {
      let alphabet = characters[place].isNumber ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
      for other in alphabet where other != characters[place] {
        var wrong = characters
        wrong[place] = other
        if (try? LegalEntityIdentifier(String(wrong))) != nil { undetected.append(String(wrong)) }
      }
    }
    #expect(undetected == [])
  }

  @Test(arguments: [
    "", "9R7GPTSO7KV3UQJZQ07", "9R7GPTSO7KV3UQJZQ0789", "9r7gptso7kv3uqjzq078", "9R7GPTSO7KV3UQJZQ0A8",
    "9R7GPTSO7KV3-QJZQ078",
  ])
  func otherShapesAreRefused(text: String) {
    #expect(throws: LegalEntityIdentifier.Fault.shape) { try LegalEntityIdentifier(text) }
  }
}
