/// How the body of a request is delimited, once that is beyond doubt.
///
/// A request that two parsers could cut at different places lets one client smuggle a request past a proxy.
/// Such requests are refused and their connection closed; RFC 9112 sections 6.1 to 6.3 and 11.2.
enum RequestFraming: Sendable, Equatable {
  case none
  case length(Int)
  /// The library is lenient about line ends between chunks too, where nothing can be checked, so the
  /// connection is closed after the answer: what follows is never read as a request.
  case chunked

  /// - Throws: 400, 501 or 505 saying what is wrong.
  init(_ received: ReceivedHeader) throws(ProblemDetails) {
    let version = received.version
    let headers = received.fields
    guard received.hasProperLines else {
      throw .badFraming("Every header line must end in CR LF, be unfolded and hold a field.")
    }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      throw .badFraming("This server speaks HTTP/1.1.", status: .versionNotSupported)
    }
    for field in headers.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenByte) else {
        throw .badFraming("A header field's name has characters that are not allowed.")
      }
      guard field.value.utf8.allSatisfy(\.isFieldValueByte) else {
        throw .badFraming("The value of the field \(field.name) has control characters.")
      }
    }
    let hosts = headers.values("Host")
    guard hosts.count == 1 || (hosts.isEmpty && version == "HTTP/1.0") else {
      throw .badFraming("A request must have exactly one Host field.")
    }
    let lengths = headers.values("Content-Length")
    let encodings = headers.values("Transfer-Encoding")
    guard lengths.count <= 1 else {
      throw .badFraming("A request may have only one Content-Length field.")
    }
    if let encoding = encodings.first {
      guard lengths.isEmpty else {
        throw .badFraming("A request may not have both Content-Length and Transfer-Encoding.")
      }
      guard version == "HTTP/1.1" else {
        throw .badFraming("HTTP/1.0 has no Transfer-Encoding.")
      }
      guard encodings.count == 1, encoding.lowercased() == "chunked" else {
        throw .badFraming("The only transfer coding served is chunked.", status: .notImplemented)
      }
      self = .chunked
    } else if let text = lengths.first {
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text) else {
        throw .badFraming("Content-Length must be a whole number.")
      }
      self = length == 0 ? .none : .length(length)
    } else {
      self = .none
    }
  }
}

extension UInt8 {
  /// A byte of a token, RFC 9110 section 5.6.2.
  fileprivate var isTokenByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
  }

  /// A byte of a field value, RFC 9110 section 5.5; bytes above 0x7F pass as opaque.
  fileprivate var isFieldValueByte: Bool {
    self == UInt8(ascii: "\t") || (self >= 0x20 && self != 0x7F)
  }
}
