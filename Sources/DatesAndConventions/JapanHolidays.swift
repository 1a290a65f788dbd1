extension HolidayYear {
  /// National and bank holidays of Japan. Source: Act on National Holidays (Act 178 of 1948) with its amendments, the
  /// Banking Act order for 2 and 3 January and 31 December, and the special acts of 1989, 1990, 1993 and 2019.
  mutating func addJapan() {
    add(1, 1)
    add(1, 2)
    add(1, 3)
    if year >= 2000 { add(2, .monday, of: 1) } else { add(1, 15, .sundayToMonday) }  // coming of age
    add(2, 11, .sundayToMonday)  // foundation
    add(3, equinoxDay(meanTimeIn2000: 20.69115), .sundayToMonday)
    add(4, 29, .sundayToMonday)
    for day in [3, 4, 5] { add(5, day) }
    // Made up for when one of the three fell on a Sunday. The law has it so since 2007 and knew only Mondays before;
    // 6 May 2003, the one day since 2000 that this changes, stays closed as in the calendars others use.
    let sixthOfMay = date(5, 6)
    switch sixthOfMay.weekday {
    case .monday: add(sixthOfMay)
    case .tuesday, .wednesday: if year >= 2000 { add(sixthOfMay) }
    case .thursday, .friday, .saturday, .sunday: break
    }
    addJapaneseSummer()
    addJapaneseAutumn()
    addJapaneseEmperor()
    add(12, 31)
  }

  private mutating func addJapaneseSummer() {
    switch year {
    // Moved for the Olympic games: marine day, sports day, mountain day.
    case 2020:
      add(7, 23)
      add(7, 24)
      add(8, 10)
    case 2021:
      add(7, 22)
      add(7, 23)
      add(8, 9)
    default:
      if year >= 2003 {
        add(3, .monday, of: 7)
      } else if year >= 1996 {
        add(7, 20, .sundayToMonday)
      }
      if year >= 2016 { add(8, 11, .sundayToMonday) }
    }
  }

  private mutating func addJapaneseAutumn() {
    let equinox = date(9, equinoxDay(meanTimeIn2000: 23.09))
    add(9, equinox.day, .sundayToMonday)
    if year >= 2003 {
      add(3, .monday, of: 9)  // respect for the aged
      // A single day between two holidays is a holiday.
      if equinox.weekday == .wednesday, (17...23).contains(equinox.day) { add(equinox.adding(days: -1)) }
    } else {
      add(9, 15, .sundayToMonday)
    }
    switch year {
    case 2020, 2021: break
    case ..<2000: add(10, 10, .sundayToMonday)
    default: add(2, .monday, of: 10)  // sports
    }
    add(11, 3, .sundayToMonday)  // culture
    add(11, 23, .sundayToMonday)  // labour thanksgiving
  }

  private mutating func addJapaneseEmperor() {
    if year >= 2020 { add(2, 23, .sundayToMonday) }
    if (1989...2018).contains(year) { add(12, 23, .sundayToMonday) }
    switch year {
    case 1989: add(2, 24)  // imperial funeral
    case 1990: add(11, 12)  // enthronement of Akihito
    case 1993: add(6, 9)  // wedding of Naruhito
    case 2019:
      add(4, 30)
      add(5, 1)  // accession of Naruhito, with the day before and after
      add(5, 2)
      add(10, 22)  // enthronement
    default: break
    }
  }

  /// Day of the month of an equinox in Japan: its mean time in 2000, moved by the excess of the tropical year over 365
  /// days less the leap days since. Good to the day for 1980 to 2099; the Observatory announces each year.
  private func equinoxDay(meanTimeIn2000: Double) -> Int {
    let elapsed = year - 2000
    func floored(_ divisor: Int) -> Int { Int((Double(elapsed) / Double(divisor)).rounded(.down)) }
    let leapDays = floored(4) - floored(100) + floored(400)
    return Int(meanTimeIn2000 + Double(elapsed) * 0.242194 - Double(leapDays))
  }
}
