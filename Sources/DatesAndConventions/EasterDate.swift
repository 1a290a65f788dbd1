/// The date of Easter in the Gregorian calendar.
enum EasterDate {
  /// Easter Sunday. Source: J. Meeus, "Astronomical Algorithms", chapter 8 (the Butcher computation); the letters
  /// there are golden year `a`, century `b`, year of century `c`, epact `h` and weekday shift `l`.
  static func sunday(year: Int) -> CivilDate {
    let a = year % 19
    let b = year / 100
    let c = year % 100
    let moonShift = (8 * b + 13) / 25
    let h = (19 * a + b - b / 4 - moonShift + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let number = h + l - 7 * m + 114
    return CivilDate(unchecked: year, number / 31, number % 31 + 1)
  }
}
