import DatesAndConventions

extension IsdaSheet {
  static let rows: [Row] = [
    Row(
      today: CivilDate(iso: "2013-02-02")!,
      exponents: [
        0.003171442324, 0.007427375060, 0.019050740150, 0.054499400806, 0.108684758451, 0.389722277263,
        5.233862706786,
      ],
      start: CivilDate(iso: "2012-09-12")!, end: CivilDate(iso: "2018-07-04")!, spread: 0.01,
      cleanPrice: 1980988.911171760,
      premium: 422780.485740537, protection: 2403769.396912300, onDefault: 5282.618664948,
      accrued: 8333.333333333),
    Row(
      today: CivilDate(iso: "2012-10-12")!,
      exponents: [
        0.005771248280, 0.011110345208, 0.024409103739, 0.062855575977, 0.120412475912, 0.420277570005,
        7.895220921027,
      ],
      start: CivilDate(iso: "2012-05-10")!, end: CivilDate(iso: "2013-10-20")!, spread: 0.01,
      cleanPrice: -23006.520125090,
      premium: 99939.488190011, protection: 76932.968064921, onDefault: 178.348161556,
      accrued: 23611.111111111),
    Row(
      today: CivilDate(iso: "2012-05-27")!,
      exponents: [
        0.008945327900, 0.015635325593, 0.031030078956, 0.073246642527, 0.135074231691, 0.459381438573,
        28.251908680133,
      ],
      start: CivilDate(iso: "2012-05-16")!, end: CivilDate(iso: "2012-07-20")!, spread: 0.0247,
      cleanPrice: -29290.857628261,
      premium: 36712.423733719, protection: 7421.566105458, onDefault: 33.489465668, accrued: 8233.333333333),
    Row(
      today: CivilDate(iso: "2012-06-22")!,
      exponents: [
        0.008349086660, 0.014782883042, 0.029779572221, 0.071278440734, 0.132290394889, 0.451876908755,
        18.711663333148,
      ],
      start: CivilDate(iso: "2012-07-08")!, end: CivilDate(iso: "2021-04-09")!, spread: 0.0678,
      cleanPrice: 1515719.840252220,
      premium: 3108874.711849850, protection: 4624594.552102080, onDefault: 67249.029520775,
      accrued: 0.000000000),
    Row(
      today: CivilDate(iso: "2012-06-21")!,
      exponents: [
        0.008372214952, 0.014815926300, 0.029828015691, 0.071354635425, 0.132398104680, 0.452166552194,
        18.957095678822,
      ],
      start: CivilDate(iso: "2012-03-03")!, end: CivilDate(iso: "2018-11-15")!, spread: 0.0362,
      cleanPrice: 2715561.224018940,
      premium: 1670779.677117040, protection: 4386340.901135980, onDefault: 35158.277613304,
      accrued: 38211.111111111),
    Row(
      today: CivilDate(iso: "2012-07-18")!,
      exponents: [
        0.007748894983, 0.013925970197, 0.028524047945, 0.069305031370, 0.129502381252, 0.444399229621,
        14.048271900463,
      ],
      start: CivilDate(iso: "2012-06-09")!, end: CivilDate(iso: "2018-11-30")!, spread: 0.0917,
      cleanPrice: -3953.136925807,
      premium: 4219353.956340760, protection: 4215400.819414950, onDefault: 83623.479932988,
      accrued: 101888.888888889),
    Row(
      today: CivilDate(iso: "2013-04-21")!,
      exponents: [
        0.001377243028, 0.004897659671, 0.015385982797, 0.048811579655, 0.100733725068, 0.369355996308,
        4.342613238138,
      ],
      start: CivilDate(iso: "2013-05-02")!, end: CivilDate(iso: "2020-09-07")!, spread: 0.031,
      cleanPrice: 2860838.225968220,
      premium: 1392243.724051070, protection: 4253081.950019280, onDefault: 28099.763095623,
      accrued: 0.000000000),
    Row(
      today: CivilDate(iso: "2013-03-24")!,
      exponents: [
        0.002023463894, 0.005807668737, 0.016702823928, 0.050852815863, 0.103584233854, 0.376625703880,
        4.617919422497,
      ],
      start: CivilDate(iso: "2013-03-06")!, end: CivilDate(iso: "2022-09-05")!, spread: 0.0555,
      cleanPrice: 2027345.007192100,
      premium: 2549334.136264880, protection: 4576679.143456970, onDefault: 54125.781069255,
      accrued: 29291.666666667),
    Row(
      today: CivilDate(iso: "2012-09-09")!,
      exponents: [
        0.006531704400, 0.012191566362, 0.025987356830, 0.065325860322, 0.123890145980, 0.429459930191,
        9.442114652034,
      ],
      start: CivilDate(iso: "2012-04-17")!, end: CivilDate(iso: "2015-01-25")!, spread: 0.0975,
      cleanPrice: -1836395.694748650,
      premium: 2158003.282227160, protection: 321607.587478517, onDefault: 6969.535301710,
      accrued: 127291.666666667),
    Row(
      today: CivilDate(iso: "2013-01-11")!,
      exponents: [
        0.003678143716, 0.008143557512, 0.020090579765, 0.056117281900, 0.110951078522, 0.395578410277,
        5.577424420576,
      ],
      start: CivilDate(iso: "2013-01-04")!, end: CivilDate(iso: "2013-03-14")!, spread: 0.0211,
      cleanPrice: -27479.371777579,
      premium: 35994.616498150, protection: 8515.244720570, onDefault: 32.813997277, accrued: 4688.888888889),
    Row(
      today: CivilDate(iso: "2012-05-26")!,
      exponents: [
        0.008968469691, 0.015668431721, 0.031078672086, 0.073323174240, 0.135182539854, 0.459674172498,
        28.829468723330,
      ],
      start: CivilDate(iso: "2012-06-01")!, end: CivilDate(iso: "2013-05-19")!, spread: 0.0407,
      cleanPrice: -338191.377726072,
      premium: 385535.367167687, protection: 47343.989441615, onDefault: 398.103013854, accrued: 0.000000000),
    Row(
      today: CivilDate(iso: "2013-05-22")!,
      exponents: [
        0.000665103011, 0.003896266352, 0.013938796083, 0.046571558445, 0.097609390471, 0.361428102721,
        4.081976429949,
      ],
      start: CivilDate(iso: "2013-04-01")!, end: CivilDate(iso: "2014-07-03")!, spread: 0.091,
      cleanPrice: -851722.258399492,
      premium: 985624.292004420, protection: 133902.033604928, onDefault: 2739.874879475,
      accrued: 126388.888888889),
  ]
}
