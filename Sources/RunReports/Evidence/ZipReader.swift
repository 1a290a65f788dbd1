/// Reads archives whose entries are stored as they are, such as `ZipWriter` writes of evidence.
enum ZipReader {
  /// Every entry in the order of the directory. Check sums, names and sizes must fit.
  static func entries(_ bytes: [UInt8]) throws(EvidenceError) -> [RunEvidence.File] {
    let damaged = EvidenceError("the file is no archive of evidence, or is damaged; take another copy")
    func number(_ offset: Int, _ count: Int) throws(EvidenceError) -> Int {
      guard offset >= 0, offset + count <= bytes.count else { throw damaged }
      return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let end = bytes.count - 22
    guard try number(end, 4) == 0x0605_4B50 else { throw damaged }
    var files: [RunEvidence.File] = []
    var place = try number(end + 16, 4)
    for _ in 0..<(try number(end + 10, 2)) {
      guard try number(place, 4) == 0x0201_4B50, try number(place + 10, 2) == 0 else { throw damaged }
      let (sum, size) = (try number(place + 16, 4), try number(place + 24, 4))
      let (nameLength, start) = (try number(place + 28, 2), try number(place + 42, 4))
      // The local header repeats the name, and may add to it.
      let data = start + 30 + (try number(start + 26, 2)) + (try number(start + 28, 2))
      guard place + 46 + nameLength <= end, data + size <= end else { throw damaged }
      let content = Array(bytes[data..<data + size])
      let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
      guard CheckSum.of(content) == UInt32(sum), !files.contains(where: { $0.name == name }) else {
        throw damaged
      }
      files.append(RunEvidence.File(name: name, bytes: content))
      place += 46 + nameLength + (try number(place + 30, 2)) + (try number(place + 32, 2))
    }
    return files
  }
}
