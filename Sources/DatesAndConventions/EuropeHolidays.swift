extension HolidayYear {
  /// Closing days of TARGET and its successor T2. Source: ECB press release of 14 December 2000, long-term calendar
  /// from 2002; before 2000 the European Monetary Institute's first calendar.
  mutating func addTarget() {
    add(1, 1)
    add(12, 25)
    if year >= 2000 {
      addGoodFriday()
      addEasterMonday()
      add(5, 1)
      add(12, 26)
    }
    if year == 1998 || year == 1999 || year == 2001 { add(12, 31) }
  }

  /// Banking holidays of Zurich.
  mutating func addSwitzerland() {
    add(1, 1)
    add(1, 2)  // Berchtoldstag
    addGoodFriday()
    addEasterMonday()
    add(easterMonday.adding(days: 38))  // Ascension
    add(easterMonday.adding(days: 49))  // Whit Monday
    add(5, 1)
    add(8, 1)
    add(12, 25)
    add(12, 26)
  }

  /// Days without trading on the Frankfurt Stock Exchange.
  mutating func addGermanyFrankfurt() {
    add(1, 1)
    addGoodFriday()
    addEasterMonday()
    add(5, 1)
    add(12, 24)
    add(12, 25)
    add(12, 26)
  }
}
